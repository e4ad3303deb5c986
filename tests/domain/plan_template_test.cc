#include "domain/plan_template.h"

#include <gmock/gmock.h>

#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "domain/comp_plan.h"
#include "google/protobuf/util/json_util.h"

namespace baton::domain {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

// The plan that lies in plans/ for a template.
v1::CompPlan Shipped(const std::string& code) {
  std::ifstream file(std::string(BATON_PLANS) + "/" + code + ".json");
  std::stringstream text;
  text << file.rdbuf();
  v1::CompPlan plan;
  const auto read = google::protobuf::util::JsonStringToMessage(text.str(), &plan);
  EXPECT_TRUE(read.ok()) << code << ": " << std::string(read.message());
  return WithKind(plan);
}

std::vector<std::string> Warned(const v1::CompPlan& plan) {
  std::vector<std::string> fields;
  for (const v1::PlanWarning& warning : PlanWarnings(plan)) fields.push_back(warning.field());
  return fields;
}

TEST(PlanTemplate, C13_EachHasAPlanThatMayBeMade) {
  ASSERT_EQ(PlanTemplates().size(), 9u);
  for (const v1::PlanTemplate& one : PlanTemplates()) {
    const v1::CompPlan plan = Shipped(one.code());
    EXPECT_EQ(plan.template_(), one.code());
    EXPECT_EQ(plan.role(), one.role()) << one.code();
    EXPECT_EQ(plan.kind(), one.kind()) << one.code();
    Violations faults;
    CheckPlan("", plan, &faults);
    EXPECT_TRUE(faults.empty()) << one.code() << ": " << faults.ToStatus();
  }
}

TEST(PlanTemplate, C13_WhatTheCompanyMustSetIsNamed) {
  const std::vector<std::string> objectives = {"mbos[0].target_bp", "mbos[2].target_bp",
                                               "mbos[3].target_bp"};
  for (const char* code : {"csm_smb", "csm_mid_market", "csm_enterprise", "csm_strategic"}) {
    EXPECT_EQ(Warned(Shipped(code)), objectives) << code;
  }
  EXPECT_THAT(Warned(Shipped("cs_manager")), ElementsAre("expansion_target_bp", "mbos[0].target_bp",
                                                         "mbos[2].target_bp", "mbos[3].target_bp"));
  EXPECT_THAT(Warned(Shipped("vp_cs")), ElementsAre("expansion_target_bp"));
  EXPECT_THAT(Warned(Shipped("plg_csm")),
              ElementsAre("expansion_target_bp", "mbos[0].target_bp", "mbos[2].target_bp",
                          "mbos[3].target_bp", "variable_minor"));
  EXPECT_THAT(Warned(Shipped("renewal_csm")), ElementsAre("variable_minor"));
  EXPECT_THAT(Warned(Shipped("ae")), IsEmpty());
}

TEST(PlanTemplate, C13_BaseAndVariableAreTheSources) {
  const std::map<std::string, std::pair<int64_t, int64_t>> sources = {
      {"csm_smb", {9'000'000, 2'500'000}},         {"csm_mid_market", {11'500'000, 3'000'000}},
      {"csm_enterprise", {14'500'000, 4'500'000}}, {"csm_strategic", {17'500'000, 5'500'000}},
      {"cs_manager", {16'500'000, 4'000'000}},     {"vp_cs", {23'000'000, 9'000'000}}};
  for (const auto& [code, pay] : sources) {
    EXPECT_EQ(Shipped(code).base_minor(), pay.first) << code;
    EXPECT_EQ(Shipped(code).variable_minor(), pay.second) << code;
  }
}

TEST(PlanTemplate, C6_WarnsOfEachWeightOutsideTheRange) {
  v1::CompPlan plan = Shipped("csm_mid_market");
  plan.set_grr_pool_bp(5'000);
  plan.set_expansion_pool_bp(3'000);
  EXPECT_THAT(Warned(plan), Not(Contains("grr_pool_bp")));
  plan.set_grr_pool_bp(5'001);
  plan.set_expansion_pool_bp(2'999);
  EXPECT_THAT(Warned(plan), Contains("grr_pool_bp"));
  EXPECT_THAT(Warned(plan), Contains("expansion_pool_bp"));
  plan.clear_template_();
  EXPECT_THAT(Warned(plan), Not(Contains("grr_pool_bp")));
}

TEST(PlanTemplate, C6_WarnsOfThePayMixAndTheWhole) {
  v1::CompPlan plan = Shipped("csm_mid_market");
  plan.set_base_minor(12'000'000);
  plan.set_variable_minor(3'000'000);
  EXPECT_THAT(Warned(plan), Not(Contains("base_share_bp")));
  plan.set_variable_minor(2'900'000);
  EXPECT_THAT(Warned(plan), Contains("base_share_bp"));
  EXPECT_THAT(Warned(plan), Not(Contains("ote_minor")));
  plan.set_base_minor(12'700'000);
  EXPECT_THAT(Warned(plan), Contains("ote_minor"));
  plan.set_currency_code("EUR");
  EXPECT_THAT(Warned(plan), Not(Contains("ote_minor")));
  v1::CompPlan plg = Shipped("plg_csm");
  plg.set_base_minor(7'000'000);
  plg.set_variable_minor(3'000'000);
  EXPECT_THAT(Warned(plg), Not(Contains("base_share_bp")));
}

TEST(PlanTemplate, C8_WarnsOfAnExpansionTargetOutsideTheRange) {
  v1::CompPlan plan = Shipped("csm_enterprise");
  for (const int inside : {800, 1'200}) {
    plan.set_expansion_target_bp(inside);
    EXPECT_THAT(Warned(plan), Not(Contains("expansion_target_bp"))) << inside;
  }
  plan.set_expansion_target_bp(1'201);
  EXPECT_THAT(Warned(plan), Contains("expansion_target_bp"));
  plan = Shipped("csm_smb");
  plan.set_expansion_target_bp(1'499);
  EXPECT_THAT(Warned(plan), Contains("expansion_target_bp"));
}

TEST(PlanTemplate, X5_WarnsOfLittleWeightOnRetention) {
  v1::CompPlan plan = Shipped("cs_manager");
  plan.set_grr_pool_bp(3'000);
  plan.set_expansion_pool_bp(5'000);
  EXPECT_THAT(Warned(plan), Not(Contains("grr_pool_bp")));
  plan.set_grr_pool_bp(2'999);
  plan.set_expansion_pool_bp(5'001);
  EXPECT_THAT(Warned(plan), Contains("grr_pool_bp"));
}

TEST(PlanTemplate, X5_WarnsOfATargetWithoutAuthority) {
  v1::CompPlan plan = Shipped("renewal_csm");
  plan.set_grr_pool_bp(8'000);
  plan.set_expansion_pool_bp(2'000);
  EXPECT_THAT(Warned(plan), Contains("expansion_pool_bp"));
}

TEST(PlanTemplate, C4_WarnsOfRatesThatPayNothing) {
  v1::CompPlan plan = Shipped("ae");
  plan.set_new_business_rate_bp(0);
  EXPECT_THAT(Warned(plan), ElementsAre("new_business_rate_bp"));
}

TEST(PlanTemplate, C13_ATemplateIsMadeForARole) {
  v1::CompPlan plan = Shipped("ae");
  plan.set_role(v1::ROLE_CSM);
  EXPECT_THAT(Warned(plan), ElementsAre("role"));
}

}  // namespace
}  // namespace baton::domain
