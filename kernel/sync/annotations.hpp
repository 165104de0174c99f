// SPDX-License-Identifier: MIT OR Apache-2.0
// Names for clang's thread-safety analysis, which runs as errors.
#pragma once

#if defined(__clang__)
#define BIMETAL_THREAD_SAFETY(x) __attribute__((x))
#else
#define BIMETAL_THREAD_SAFETY(x)
#endif

#define BIMETAL_CAPABILITY(name) BIMETAL_THREAD_SAFETY(capability(name))
#define BIMETAL_SCOPED_CAPABILITY BIMETAL_THREAD_SAFETY(scoped_lockable)
#define BIMETAL_GUARDED_BY(lock) BIMETAL_THREAD_SAFETY(guarded_by(lock))
#define BIMETAL_ACQUIRE(...) BIMETAL_THREAD_SAFETY(acquire_capability(__VA_ARGS__))
#define BIMETAL_RELEASE(...) BIMETAL_THREAD_SAFETY(release_capability(__VA_ARGS__))
/// For the few functions that pass a lock across a stack switch; each says why.
#define BIMETAL_NO_THREAD_SAFETY_ANALYSIS BIMETAL_THREAD_SAFETY(no_thread_safety_analysis)
