// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tools/image/function_name.hpp"

#include <gtest/gtest.h>

namespace bimetal::image {
namespace {

TEST(FunctionName, Cpp) {
    EXPECT_EQ(short_function_name("_ZNK5wheel5WheelImE4turnEv", 120),
              "wheel::Wheel<unsigned long>::turn");
    EXPECT_EQ(short_function_name(
                  "_ZN6sample12_GLOBAL__N_13sumENSt3__14spanIKmLm18446744073709551615EEE", 120),
              "sample::sum");
    EXPECT_EQ(short_function_name("_ZStltI1aEbRKT_S3_", 120), "std::operator<");
    EXPECT_EQ(short_function_name("_ZNK1ArsEi", 120), "A::operator>>");
    EXPECT_EQ(short_function_name("_ZNK1AclEi", 120), "A::operator()");
    EXPECT_EQ(short_function_name("_ZNK1AptEv", 120), "A::operator->");
    EXPECT_EQ(short_function_name("_ZNK1AcvbEv", 120), "A::operator bool");
    EXPECT_EQ(short_function_name("_ZZ11sample_mainENK3$_0clEmm", 120), "sample_main::{lambda#0}");
    EXPECT_EQ(short_function_name("_ZZN1a4freeEPvENK3$_0clI1bEEDaRT_", 120),
              "a::free::{lambda#0}<b>");
    EXPECT_EQ(short_function_name("_ZZ3runIiEvT_ENKUlvE_clEv", 120), "run<int>::{lambda}");
    EXPECT_EQ(short_function_name("_Z3runIiEvT_", 120), "run<int>");
    EXPECT_EQ(short_function_name("_Z3foov.llvm.123456", 120), "foo");
}

TEST(FunctionName, WhatNobodyDemanglesStillSpellsItsScopes) {
    EXPECT_EQ(short_function_name("_ZNSt3__18optionalIN1a1bEEaSB9sqn220108IS2_TnNS_9nonsense", 120),
              "std::optional::..");
}

TEST(FunctionName, Rust) {
    EXPECT_EQ(short_function_name("_RNvXCs3jOvF9m7Ihl_5wheelINtB2_5WheelyENtB2_4Turn4turnB2_", 120),
              "<wheel::Wheel<u64> as wheel::Turn>::turn");
    EXPECT_EQ(short_function_name("_RNvMCs3jOvF9m7Ihl_5wheelINtB2_5WheelyE7largestB2_", 120),
              "wheel::Wheel<u64>::largest");
    EXPECT_EQ(short_function_name("_RNvCs3jOvF9m7Ihl_5wheel4spin", 120), "wheel::spin");
}

TEST(FunctionName, OthersStayAndAllAreBounded) {
    EXPECT_EQ(short_function_name("kernel_main", 120), "kernel_main");
    EXPECT_EQ(short_function_name("_Znonsense", 120), "_Znonsense");
    EXPECT_EQ(short_function_name("\x1b[31mred", 120), "?[31mred");
    const std::string name = short_function_name(std::string(300, 'x'), 120);
    EXPECT_EQ(name.size(), 120U);
    EXPECT_TRUE(name.ends_with("x.."));
}

} // namespace
} // namespace bimetal::image
