// SPDX-License-Identifier: MIT OR Apache-2.0
#include <cstddef>

extern "C" {

void* memcpy(void* to, const void* from, std::size_t size);
void* memmove(void* to, const void* from, std::size_t size);
void* memset(void* to, int value, std::size_t size);
int memcmp(const void* left, const void* right, std::size_t size);
int bcmp(const void* left, const void* right, std::size_t size);

void* memcpy(void* to, const void* from, std::size_t size) {
    void* result = to;
    asm volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(size)::"memory");
    return result;
}

void* memmove(void* to, const void* from, std::size_t size) {
    return memcpy(to, from, size);
}

void* memset(void* to, int value, std::size_t size) {
    void* result = to;
    asm volatile("rep stosb" : "+D"(to), "+c"(size) : "a"(value) : "memory");
    return result;
}

int memcmp(const void* left, const void* right, std::size_t size) {
    const auto* one = static_cast<const unsigned char*>(left);
    const auto* two = static_cast<const unsigned char*>(right);
    for (std::size_t i = 0; i < size; ++i) {
        asm volatile("" ::: "memory");
        if (one[i] != two[i]) {
            return one[i] - two[i];
        }
    }
    return 0;
}

int bcmp(const void* left, const void* right, std::size_t size) {
    return memcmp(left, right, size);
}
}
