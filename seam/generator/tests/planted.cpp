// SPDX-License-Identifier: MIT OR Apache-2.0
#include "seam/generator/tests/planted.hpp"

namespace seam::generator::tests {

const std::string_view accepted_header = R"(// SPDX-License-Identifier: MIT OR Apache-2.0
#ifndef LAMP_SEAM_H
#define LAMP_SEAM_H

#include "seam/annotations.h"
#include "seam/slice.h"

SEAM_COMPONENT(lamp, 3);

#define LAMP_LIMIT 0x40

/// How a call ended.
SEAM_ENUM(LampStatus, uint32_t) {
    SEAM_VALUE(LampStatus, ok) = 0,
    SEAM_VALUE(LampStatus, null_argument) = 1,
    SEAM_VALUE(LampStatus, misaligned) = 2,
    SEAM_VALUE(LampStatus, length_overflow) = 3,
    SEAM_VALUE(LampStatus, overlap) = 4,
    SEAM_VALUE(LampStatus, not_initialised) = 5,
    SEAM_VALUE(LampStatus, invalid_enum) = 6,
    SEAM_VALUE(LampStatus, broken) = 7,
};

SEAM_ENUM(LampColour, uint8_t) {
    SEAM_VALUE(LampColour, red) = 1,
    SEAM_VALUE(LampColour, green) = 2,
};

/// How it shines.
typedef struct LampLight {
    uint32_t brightness; ///< In candela.
    LampColour colour;
    uint8_t reserved[3];
} LampLight;

/// Memory of one instance.
typedef struct SEAM_STATE LampState {
    uint64_t words[4];
} LampState;

typedef struct SEAM_RESULT LampOutcome {
    LampStatus status;
    uint32_t reserved;
    uint64_t value SEAM_BITS(LampEvent);
} LampOutcome;

SEAM_ENUM(LampEvent, uint64_t) {
    SEAM_VALUE(LampEvent, lit) = 1,
    SEAM_VALUE(LampEvent, burnt) = 2,
};

SEAM_DECLARATIONS_BEGIN

/// Makes an instance.
SEAM_ERRORS(null_argument, misaligned, invalid_enum, broken)
SEAM_ANSWERS(null, alignment, enum)
SEAM_CONTEXT(any)
SEAM_EFFECT(io)
LampStatus lamp_initialize(LampState* state, uint64_t socket, LampLight light) SEAM_NOEXCEPT;

/// Ends it.
SEAM_ERRORS(null_argument, misaligned, not_initialised)
SEAM_ANSWERS(null, alignment, state)
SEAM_CONTEXT(any)
SEAM_EFFECT(io)
LampStatus lamp_shutdown(LampState* state) SEAM_NOEXCEPT;

/// Blinks a message.
SEAM_ERRORS(null_argument, misaligned, not_initialised, length_overflow, overlap, broken)
SEAM_ANSWERS(null, alignment, state, length, overlap)
SEAM_CONTEXT(interrupts_off)
SEAM_EFFECT(io)
LampOutcome lamp_blink(LampState* state, SeamBytes message, SeamMutableBytes echo) SEAM_NOEXCEPT;

/// Shines as `light` says.
SEAM_ERRORS(null_argument, misaligned, not_initialised, overlap, invalid_enum)
SEAM_ANSWERS(null, alignment, state, overlap, enum)
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
LampStatus lamp_shine(LampState* state, const LampLight* light) SEAM_NOEXCEPT;

/// Says how it shines.
SEAM_ERRORS(null_argument, misaligned, not_initialised, overlap)
SEAM_ANSWERS(null, alignment, state, overlap)
SEAM_CONTEXT(any)
SEAM_EFFECT(reads)
LampStatus lamp_light(LampState* state, LampLight* light) SEAM_NOEXCEPT;

/// Changes the colour.
SEAM_ERRORS(null_argument, misaligned, not_initialised, invalid_enum)
SEAM_ANSWERS(null, alignment, state, enum)
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
LampStatus lamp_paint(LampState* state, LampColour colour, int16_t shift) SEAM_NOEXCEPT;

SEAM_CONTEXT(any)
SEAM_EFFECT(pure)
uint64_t lamp_state_size(void) SEAM_NOEXCEPT;

SEAM_CONTEXT(any)
SEAM_EFFECT(pure)
uint64_t lamp_state_alignment(void) SEAM_NOEXCEPT;

SEAM_CONTEXT(any)
SEAM_EFFECT(pure)
uint64_t lamp_contract(void) SEAM_NOEXCEPT;

/// Sets the current of a socket.
SEAM_SERVICE
SEAM_CONTEXT(any)
SEAM_EFFECT(io)
uint32_t lamp_service_drive(uint64_t socket, uint32_t current) SEAM_NOEXCEPT;

SEAM_DECLARATIONS_END

#endif
)";

// CMakeLists.txt reads the names from the lines that start with `{"`.
const std::vector<Violation> violations = {
    {"libclang-error", "uint32_t brightness;", "$uint32_x brightness;",
     "c++23 says: unknown type name 'uint32_x'"},
    {"missing-include", "#include \"seam/slice.h\"\n", "$#include \"seam/absent.h\"\n",
     "c++23 says: 'seam/absent.h' file not found"},
    {"only-cpp", "#define LAMP_LIMIT 0x40", "$static_assert(noexcept(0), \"\");", "c17 says"},
    {"differs-in-c", "    uint8_t reserved[3];",
     "#ifdef __cplusplus\n    uint8_t reserved[3];\n#else\n    uint8_t spare[3];\n#endif",
     "the layout of LampLight differs between C17 and C++23"},
    {"no-component", "SEAM_COMPONENT(lamp, 3);", "", "Write SEAM_COMPONENT(NAME, 1);"},
    {"second-component", "SEAM_COMPONENT(lamp, 3);",
     "SEAM_COMPONENT(lamp, 3);\n$SEAM_COMPONENT(other, 1);", "a second SEAM_COMPONENT"},
    {"version-zero", "SEAM_COMPONENT(lamp, 3);", "$SEAM_COMPONENT(lamp, 0);",
     "Write a number from 1"},
    {"other-file-name", "SEAM_COMPONENT(lamp, 3);", "$SEAM_COMPONENT(torch, 3);",
     "Call the file torch.seam.h"},
    {"variable", "SEAM_DECLARATIONS_BEGIN", "$extern uint32_t lamp_count;\nSEAM_DECLARATIONS_BEGIN",
     "a seam has no global state"},
    {"constant-expression", "#define LAMP_LIMIT 0x40", "$#define LAMP_LIMIT (1 << 6)",
     "Write the number"},
    {"bool-field", "uint8_t reserved[3];", "$bool reserved[3];", "Write uint8_t or a SEAM_ENUM"},
    {"bool-parameter", "int16_t shift) SEAM", "$bool shift) SEAM", "is a bool"},
    {"bit-field", "uint8_t reserved[3];", "$uint8_t a : 3;\n    uint8_t reserved[2];",
     "is a bit-field"},
    {"union", "SEAM_DECLARATIONS_BEGIN",
     "$union LampUnion { uint8_t a; uint32_t b; };\nSEAM_DECLARATIONS_BEGIN", "a union"},
    {"union-in-structure", "uint8_t reserved[3];",
     "$union { uint8_t a; uint8_t b; } c;\n    uint8_t reserved[2];", "a union"},
    {"integer-128", "uint32_t brightness;", "$unsigned __int128 brightness;", "Write two uint64_t"},
    {"float", "uint32_t brightness;", "$float brightness;", "Write a scaled integer"},
    {"double-parameter", "int16_t shift) SEAM", "$double shift) SEAM", "Write a scaled integer"},
    {"empty-structure", "SEAM_DECLARATIONS_BEGIN",
     "$typedef struct LampNothing {\n} LampNothing;\nSEAM_DECLARATIONS_BEGIN", "is empty"},
    {"varargs", "int16_t shift) SEAM", "...) SEAM", "takes a variable number of arguments"},
    {"constructor", "typedef struct LampLight {", "$typedef struct LampLight {\n    LampLight();",
     "is a C++ class"},
    {"method", "typedef struct LampLight {",
     "$typedef struct LampLight {\n    uint32_t twice() const;", "is a C++ class"},
    {"base-class", "typedef struct LampLight {",
     "struct LampBase { uint32_t x; };\n$typedef struct LampLight : LampBase {", "is a C++ class"},
    {"class", "SEAM_DECLARATIONS_BEGIN", "$class LampLens;\nSEAM_DECLARATIONS_BEGIN",
     "a C++ class does not cross"},
    {"namespace", "SEAM_DECLARATIONS_BEGIN", "$namespace lamp {}\nSEAM_DECLARATIONS_BEGIN",
     "It declares enumerations, structures and functions"},
    {"padding-inside", "uint32_t brightness; ///< In candela.",
     "uint8_t level;\n    $uint32_t brightness;", "3 bytes of padding before LampLight.brightness"},
    {"padding-at-end",
     "typedef struct LampLight {\n    uint32_t brightness; ///< In candela.\n    LampColour "
     "colour;\n    uint8_t reserved[3];",
     "$typedef struct LampLight {\n    uint32_t brightness;\n    LampColour colour;",
     "Write a field for them: uint8_t reserved[3]"},
    {"packed", "typedef struct LampLight {", "$typedef struct __attribute__((packed)) LampLight {",
     "changes its alignment"},
    {"over-aligned", "typedef struct LampLight {",
     "$typedef struct __attribute__((aligned(32))) LampLight {", "changes its alignment"},
    {"over-aligned-field", "uint32_t brightness;",
     "$uint32_t brightness __attribute__((aligned(16)));", "changes its alignment"},
    {"volatile-field", "uint32_t brightness;", "$volatile uint32_t brightness;", "is volatile"},
    {"volatile-pointer", "const LampLight* light)", "$volatile LampLight* light)",
     "leads to something volatile"},
    {"nested-structure", "uint8_t reserved[3];",
     "$struct { uint8_t a; } inner;\n    uint8_t reserved[2];", "a structure inside another"},
    {"pointer-field", "uint8_t reserved[3];", "uint8_t reserved[3];\n    $struct LampLight* next;",
     "is a pointer inside a structure"},
    {"slice-field", "uint8_t reserved[3];", "uint8_t reserved[3];\n    $SeamBytes name;",
     "is a pointer inside a structure"},
    {"flexible-array", "uint8_t reserved[3];", "uint8_t reserved[3];\n    $uint8_t more[];",
     "is an array without a length"},
    {"plain-int", "uint32_t brightness;", "$unsigned brightness;", "Write one of <stdint.h>"},
    {"size-type", "int16_t shift) SEAM", "$__SIZE_TYPE__ shift) SEAM", "Write one of <stdint.h>"},
    {"char", "uint8_t reserved[3];", "$char reserved[3];", "is a char"},
    {"plain-enumeration",
     "SEAM_ENUM(LampColour, uint8_t) {\n    SEAM_VALUE(LampColour, red) = 1,\n    "
     "SEAM_VALUE(LampColour, green) = 2,\n};",
     "$enum LampColour { LampColour_red = 1 };", "has no fixed width"},
    {"int-enumeration", "SEAM_ENUM(LampColour, uint8_t)", "$SEAM_ENUM(LampColour, int)",
     "has no fixed width"},
    {"same-number", "SEAM_VALUE(LampColour, green) = 2", "$SEAM_VALUE(LampColour, green) = 1",
     "has the number of red"},
    {"type-without-prefix", "SEAM_DECLARATIONS_BEGIN",
     "$typedef struct Lens { uint32_t x; } Lens;\nSEAM_DECLARATIONS_BEGIN",
     "does not begin with Lamp"},
    {"name-of-bindings", "SEAM_DECLARATIONS_BEGIN",
     "$typedef struct LampClient {\n    uint32_t x;\n} LampClient;\nSEAM_DECLARATIONS_BEGIN",
     "would be Client in the bindings"},
    {"parameter-of-bindings", "int16_t shift) SEAM", "$int16_t fault) SEAM",
     "has a name that the bindings use"},
    {"keyword", "uint32_t brightness;", "$uint32_t match;", "is a keyword of Rust"},
    {"camel-case", "uint32_t brightness;", "$uint32_t howBright;", "is not in snake_case"},
    {"bits-of-nothing", "uint64_t value SEAM_BITS(LampEvent);",
     "$uint64_t value SEAM_BITS(LampColour);", "cannot hold bits of LampColour"},
    {"shared-without-mark", "typedef struct SEAM_STATE LampState {\n    uint64_t words[4];\n}",
     "typedef struct SEAM_SHARED_STATE LampState {\n    $uint64_t places SEAM_TABLE(LampLight);\n}",
     "Write uint64_t mark first"},
    {"shared-without-table", "typedef struct SEAM_STATE LampState {\n    uint64_t words[4];\n}",
     "$typedef struct SEAM_SHARED_STATE LampState {\nuint64_t mark;\n}",
     "says of no table how long it is"},
    {"shared-two-tables", "typedef struct SEAM_STATE LampState {\n    uint64_t words[4];\n}",
     "typedef struct LampSlot {\n    uint64_t word;\n} LampSlot;\n"
     "typedef struct SEAM_SHARED_STATE LampState {\nuint64_t mark;\nuint64_t places "
     "SEAM_TABLE(LampSlot);\n$uint64_t others SEAM_TABLE(LampSlot);\n}",
     "has a second table"},
    {"shared-enumeration", "typedef struct SEAM_STATE LampState {\n    uint64_t words[4];\n}",
     "typedef struct LampSlot {\n    uint64_t word;\n} LampSlot;\n"
     "typedef struct SEAM_SHARED_STATE LampState {\nuint64_t mark;\nuint64_t places "
     "SEAM_TABLE(LampSlot);\n$LampStatus last;\nuint32_t reserved;\n}",
     "which nobody checks where memory is shared"},
    {"shared-table-of-enumerations",
     "typedef struct SEAM_STATE LampState {\n    uint64_t words[4];\n}",
     "typedef struct SEAM_SHARED_STATE LampState {\nuint64_t mark;\n$uint64_t places "
     "SEAM_TABLE(LampLight);\n}",
     "is no structure of integers"},
    {"shared-table-unknown", "typedef struct SEAM_STATE LampState {\n    uint64_t words[4];\n}",
     "typedef struct SEAM_SHARED_STATE LampState {\nuint64_t mark;\n$uint64_t places "
     "SEAM_TABLE(LampNothing);\n}",
     "is no structure of integers"},
    {"shared-short-length", "typedef struct SEAM_STATE LampState {\n    uint64_t words[4];\n}",
     "typedef struct LampSlot {\n    uint64_t word;\n} LampSlot;\n"
     "typedef struct SEAM_SHARED_STATE LampState {\nuint64_t mark;\n$uint32_t places "
     "SEAM_TABLE(LampSlot);\nuint32_t reserved;\n}",
     "cannot hold the length of a table"},
    {"shared-initialize-without-length",
     "typedef struct SEAM_STATE LampState {\n    uint64_t words[4];\n}",
     "typedef struct LampSlot {\n    uint64_t word;\n} LampSlot;\n"
     "typedef struct SEAM_SHARED_STATE LampState {\nuint64_t mark;\nuint64_t places "
     "SEAM_TABLE(LampSlot);\n}",
     "does not say how long the table is"},
    {"concurrent-part-as-parameter",
     "typedef struct SEAM_STATE LampState {\n    uint64_t words[4];\n} LampState;",
     "typedef struct LampSlot {\n    uint64_t word;\n} LampSlot;\n"
     "typedef struct SEAM_CONCURRENT_STATE LampState {\nuint64_t mark;\nuint64_t places "
     "SEAM_TABLE(LampSlot);\n} LampState;\nSEAM_DECLARATIONS_BEGIN\nSEAM_ERRORS(null_argument, "
     "misaligned, "
     "not_initialised)\n"
     "SEAM_ANSWERS(null, alignment, state)\nSEAM_CONTEXT(any)\nSEAM_EFFECT(changes)\n"
     "$LampStatus lamp_place(LampState* state, LampSlot slot) SEAM_NOEXCEPT;\n"
     "SEAM_DECLARATIONS_END",
     "is a part of the instance, which several calls use at once"},
    {"concurrent-part-in-parameter",
     "typedef struct SEAM_STATE LampState {\n    uint64_t words[4];\n} LampState;",
     "typedef struct LampSlot {\n    uint64_t word;\n} LampSlot;\n"
     "typedef struct LampPlaces {\n    LampSlot slots[2];\n} LampPlaces;\n"
     "typedef struct SEAM_CONCURRENT_STATE LampState {\nuint64_t mark;\nuint64_t places "
     "SEAM_TABLE(LampSlot);\n} LampState;\nSEAM_DECLARATIONS_BEGIN\nSEAM_ERRORS(null_argument, "
     "misaligned, "
     "not_initialised)\n"
     "SEAM_ANSWERS(null, alignment, state)\nSEAM_CONTEXT(any)\nSEAM_EFFECT(changes)\n"
     "$LampStatus lamp_place(LampState* state, LampPlaces places) SEAM_NOEXCEPT;\n"
     "SEAM_DECLARATIONS_END",
     "holds LampSlot, a part of the instance"},
    {"table-of-an-opaque-state", "typedef struct SEAM_STATE LampState {\n    uint64_t words[4];\n}",
     "typedef struct SEAM_STATE LampState {\nuint64_t words[3];\n$uint64_t places "
     "SEAM_TABLE(LampLight);\n}",
     "which only a shared state has behind it"},
    {"no-state", "struct SEAM_STATE LampState", "struct LampState", "Write one struct SEAM_STATE"},
    {"state-of-bytes", "typedef struct SEAM_STATE LampState {\n    uint64_t words[4];",
     "$typedef struct SEAM_STATE LampState {\n    uint8_t bytes[32];", "Write uint64_t words[N]"},
    {"status-without-ok", "SEAM_VALUE(LampStatus, ok) = 0", "SEAM_VALUE(LampStatus, fine) = 0",
     "ok as 0"},
    {"narrow-status", "SEAM_ENUM(LampStatus, uint32_t)", "$SEAM_ENUM(LampStatus, int32_t)",
     "must have 32 bits"},
    {"large-result", "    uint64_t value SEAM_BITS(LampEvent);\n} LampOutcome;",
     "    uint64_t value SEAM_BITS(LampEvent);\n    uint64_t more;\n} LampOutcome;",
     "has 24 bytes, so it is returned through memory"},
    {"large-plain-result", "LampStatus lamp_shutdown(", "$LampState lamp_shutdown(",
     "has 32 bytes, so it is returned through memory"},
    {"odd-result", "    LampStatus status;\n    uint32_t reserved;\n", "    uint64_t status;\n",
     "is not a status and a value"},
    {"large-parameter", "const LampLight* light)", "LampState light)",
     "has 32 bytes and is passed in memory"},
    {"second-instance", "const LampLight* light)", "const LampState* light)",
     "takes a second instance"},
    {"instance-not-first", "lamp_paint(LampState* state, LampColour colour,",
     "$lamp_paint(LampColour colour, LampState* state,", "does not take the instance first"},
    {"no-instance", "lamp_shutdown(LampState* state)", "$lamp_shutdown(void)",
     "does not take the instance first"},
    {"const-instance", "lamp_shutdown(LampState* state)", "$lamp_shutdown(const LampState* state)",
     "does not take the instance first"},
    {"scalar-pointer", "int16_t shift) SEAM", "$uint32_t* shift) SEAM",
     "is a pointer to no structure"},
    {"function-pointer", "int16_t shift) SEAM", "$void (*shift)(void)) SEAM", "Write a service"},
    {"reference", "const LampLight* light)", "$const LampLight& light)", "is a C++ reference"},
    {"two-answers", "LampLight* light) SEAM_NOEXCEPT;\n\n/// Changes",
     "$LampLight* light, LampLight* other) SEAM_NOEXCEPT;\n\n/// Changes",
     "answers more than one value"},
    {"no-status", "LampStatus lamp_shutdown(", "$uint32_t lamp_shutdown(", "answers no status"},
    {"no-context", "SEAM_CONTEXT(interrupts_off)\n", "", "has no SEAM_CONTEXT"},
    {"unknown-context", "SEAM_CONTEXT(interrupts_off)\n", "SEAM_CONTEXT(sometimes)\n",
     "SEAM_CONTEXT(sometimes) of lamp_blink is unknown"},
    {"no-effect", "SEAM_CONTEXT(interrupts_off)\nSEAM_EFFECT(io)\n",
     "SEAM_CONTEXT(interrupts_off)\n", "has no SEAM_EFFECT"},
    {"unknown-error", "invalid_enum, broken)", "invalid_enum, melted)", "may fail with melted"},
    {"unknown-answer", "SEAM_ANSWERS(null, alignment, state, length, overlap)",
     "SEAM_ANSWERS(null, alignment, state, length, overlap, weather)",
     "SEAM_ANSWERS(weather) of lamp_blink is unknown"},
    {"unanswered-length", "SEAM_ANSWERS(null, alignment, state, length, overlap)",
     "SEAM_ANSWERS(null, alignment, state, overlap)", "Write SEAM_ANSWERS(length)"},
    {"unanswered-enum", "SEAM_ANSWERS(null, alignment, enum)", "SEAM_ANSWERS(null, alignment)",
     "Write SEAM_ANSWERS(enum)"},
    {"answer-without-status", "SEAM_ERRORS(null_argument, misaligned, not_initialised)",
     "SEAM_ERRORS(null_argument, misaligned)", "Write SEAM_ERRORS(not_initialised)"},
    {"may-throw", "lamp_shutdown(LampState* state) SEAM_NOEXCEPT;",
     "$lamp_shutdown(LampState* state);", "Write SEAM_NOEXCEPT"},
    {"cpp-linkage", "SEAM_DECLARATIONS_BEGIN",
     "$LampStatus lamp_out(LampState* state) SEAM_NOEXCEPT;\nSEAM_DECLARATIONS_BEGIN",
     "Write it between SEAM_DECLARATIONS_BEGIN"},
    {"body", "lamp_state_size(void) SEAM_NOEXCEPT;",
     "$lamp_state_size(void) SEAM_NOEXCEPT { return 4; }", "A contract declares"},
    {"function-without-prefix", "lamp_shutdown(", "$shutdown(", "is not called lamp_NAME"},
    {"unnamed-parameter", "int16_t shift) SEAM", "$int16_t) SEAM", "has no name"},
    {"no-initialize", "lamp_initialize(", "lamp_begin(", "function lamp_initialize is missing"},
    {"no-contract", "uint64_t lamp_contract(void)", "uint64_t lamp_service_contract(void)",
     "function lamp_contract is missing"},
    {"state-size-of-instance", "lamp_state_size(void)", "$lamp_state_size(LampState* state)",
     "whatever the instance"},
    {"service-with-structure", "uint32_t lamp_service_drive(uint64_t socket",
     "$uint32_t lamp_service_drive(LampLight* socket",
     "takes or returns something else than integers"},
};

} // namespace seam::generator::tests
