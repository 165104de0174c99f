// SPDX-License-Identifier: MIT OR Apache-2.0
#include "evaluation/steps.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace {

using namespace bimetal::evaluation;
namespace fs = std::filesystem;

class Steps : public testing::Test {
  protected:
    void SetUp() override {
        std::string pattern = (fs::temp_directory_path() / "bimetal-steps-XXXXXX").string();
        ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
        plan.folder = fs::path(pattern) / "results";
        plan.tree = "one";
        plan.say = [this](const std::string& sentence) { said.push_back(sentence); };
    }

    void TearDown() override { fs::remove_all(plan.folder.parent_path()); }

    Step step(const std::string& name, bool builds = false) {
        return {.name = name,
                .title = "the " + name,
                .expected_seconds = 100,
                .builds = builds,
                .measure = [this, name]() -> Result<json> {
                    ran.push_back(name);
                    if (name == failing) {
                        return fail("it fell over");
                    }
                    return json{{"schema", 1}, {"of", name}};
                }};
    }

    std::vector<StepOutcome> run(const std::vector<Step>& steps) {
        ran.clear();
        said.clear();
        const auto outcomes = run_steps(steps, plan);
        EXPECT_TRUE(outcomes.has_value());
        return outcomes.value_or(std::vector<StepOutcome>());
    }

    json result_of(const std::string& name) {
        std::ifstream file(plan.folder / (name + ".json"));
        return json::parse(file, nullptr, false);
    }

    using Names = std::vector<std::string>;
    StepPlan plan;
    Names ran;
    Names said;
    std::string failing;
};

TEST_F(Steps, KeepWhatTheyMeasured) {
    const auto outcomes = run({step("size"), step("stack")});
    EXPECT_EQ(ran, (Names{"size", "stack"}));
    ASSERT_EQ(outcomes.size(), 2U);
    EXPECT_EQ(outcomes[1].end, StepEnd::measured);
    EXPECT_EQ(result_of("stack").value("of", ""), "stack");
}

TEST_F(Steps, GoOnWhereTheyStopped) {
    run({step("size")});
    const auto outcomes = run({step("size"), step("stack")});
    EXPECT_EQ(ran, Names{"stack"});
    EXPECT_EQ(outcomes[0].end, StepEnd::taken);
}

TEST_F(Steps, MeasureAgainWhenTheTreeChanged) {
    run({step("size")});
    plan.tree = "two";
    run({step("size")});
    EXPECT_EQ(ran, Names{"size"});
}

TEST_F(Steps, TakeNothingFromAnUnknownTree) {
    plan.tree = "";
    run({step("size")});
    run({step("size")});
    EXPECT_EQ(ran, Names{"size"});
}

TEST_F(Steps, MeasureAgainWhatWasLost) {
    run({step("size")});
    fs::remove(plan.folder / "size.json");
    run({step("size")});
    EXPECT_EQ(ran, Names{"size"});
    std::ofstream(plan.folder / "size.json") << "{ half";
    run({step("size")});
    EXPECT_EQ(ran, Names{"size"});
    std::ofstream(plan.folder / "state.json") << "[]";
    run({step("size")});
    EXPECT_EQ(ran, Names{"size"});
}

TEST_F(Steps, TakeFullResultsForAQuickRunOnly) {
    plan.quick = true;
    auto outcomes = run({step("size"), step("variants", true)});
    EXPECT_EQ(ran, Names{"size"});
    EXPECT_EQ(outcomes[1].end, StepEnd::absent);
    EXPECT_EQ(result_of("variants").value("state", ""), "absent");

    plan.quick = false;
    run({step("size"), step("variants", true)});
    EXPECT_EQ(ran, (Names{"size", "variants"}));

    plan.quick = true;
    outcomes = run({step("size"), step("variants", true)});
    EXPECT_TRUE(ran.empty());
    EXPECT_EQ(outcomes[1].end, StepEnd::taken);
    EXPECT_EQ(result_of("variants").value("of", ""), "variants");
}

TEST_F(Steps, GoOnAfterAFailureAndTryItAgain) {
    failing = "size";
    const auto outcomes = run({step("size"), step("stack")});
    EXPECT_EQ(ran, (Names{"size", "stack"}));
    EXPECT_EQ(outcomes[0].end, StepEnd::failed);
    EXPECT_EQ(outcomes[0].why, "it fell over");
    EXPECT_EQ(result_of("size").value("why", ""), "it fell over");
    failing = "";
    run({step("size"), step("stack")});
    EXPECT_EQ(ran, Names{"size"});
}

TEST_F(Steps, SayWhatTheyDoAndHowLongItTakes) {
    run({step("size"), step("stack")});
    ASSERT_EQ(said.size(), 4U);
    EXPECT_EQ(said[0], "[1 of 2] the size: begins, about 4 min left");
    EXPECT_EQ(said[1], "[1 of 2] the size: done in 1 s");
    // The first took far less than was expected, so less is expected of the next.
    EXPECT_EQ(said[2], "[2 of 2] the stack: begins, about 25 s left");
}

TEST_F(Steps, RefuseAFolderThatCannotBe) {
    const fs::path file = plan.folder.parent_path() / "file";
    std::ofstream(file) << "taken";
    plan.folder = file / "results";
    const auto outcomes = run_steps(std::vector<Step>{step("size")}, plan);
    ASSERT_FALSE(outcomes.has_value());
    EXPECT_NE(outcomes.error().sentence.find("cannot be made"), std::string::npos);
}

} // namespace
