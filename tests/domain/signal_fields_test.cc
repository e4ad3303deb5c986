#include "domain/signal_fields.h"

#include <gmock/gmock.h>

#include "tests/domain/handoff_fixture.h"

namespace baton::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> FaultsOf(const v1::Signal& signal) {
  Violations faults;
  CheckSignalFields(signal, "signal.", &faults);
  return ViolationsOf(faults.ToStatus());
}

std::vector<std::string> WarningsFor(const std::string& note) {
  v1::Signal signal;
  signal.set_context_note(note);
  WarnOfContextNote(&signal);
  return {signal.warnings().begin(), signal.warnings().end()};
}

// A character of two bytes.
std::string Umlauts(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += "\xC3\xBC";
  return text;
}

TEST(SignalFields, H1_ACompleteSignalHasNoFault) {
  v1::Signal signal = HotSignal();
  TakeDefaults(Northwind(), &signal);
  EXPECT_THAT(FaultsOf(signal), IsEmpty());
  EXPECT_THAT(MissingFields(signal), IsEmpty());
}

TEST(SignalFields, H2_ContextNoteTakesTwoThousandCharacters) {
  v1::Signal signal = HotSignal();
  signal.set_context_note(Umlauts(2'000));
  EXPECT_THAT(FaultsOf(signal), IsEmpty());
  signal.set_context_note(Umlauts(2'001));
  EXPECT_THAT(FaultsOf(signal), ElementsAre("signal.context_note"));
}

TEST(SignalFields, H1_EveryLimitIsChecked) {
  v1::Signal signal = HotSignal();
  signal.set_evidence(Umlauts(500));
  signal.mutable_buyer()->set_name(Umlauts(200));
  signal.mutable_buyer()->set_title(Umlauts(200));
  signal.set_timeline(Umlauts(300));
  signal.mutable_qualification()->mutable_product_fit()->set_note(Umlauts(500));
  EXPECT_THAT(FaultsOf(signal), IsEmpty());
  signal.set_evidence(Umlauts(501));
  signal.mutable_buyer()->set_name(Umlauts(201));
  signal.mutable_buyer()->set_title(Umlauts(201));
  signal.set_timeline(Umlauts(301));
  signal.mutable_qualification()->mutable_product_fit()->set_note(Umlauts(501));
  EXPECT_THAT(FaultsOf(signal),
              ElementsAre("signal.evidence", "signal.buyer.name", "signal.buyer.title",
                          "signal.timeline", "signal.qualification.product_fit.note"));
}

TEST(SignalFields, H1_WhatMeansNothingIsNamedAllAtOnce) {
  v1::Signal signal = HotSignal();
  signal.set_account("tenants/other/accounts/northwind");
  signal.set_csm("carl");
  signal.set_trigger(static_cast<v1::Trigger>(99));
  signal.set_kind(static_cast<v1::SignalKind>(9));
  signal.set_category(static_cast<v1::SignalCategory>(9));
  signal.set_urgency(static_cast<v1::Urgency>(9));
  signal.set_timeline_date("2027-02-30");
  signal.mutable_occurred_time()->set_nanos(-1);
  signal.mutable_estimated_expansion()->set_amount_minor(-1);
  signal.mutable_estimated_expansion()->set_currency_code("usd");
  signal.add_product_lines(" ");
  EXPECT_THAT(FaultsOf(signal),
              ElementsAre("signal.account", "signal.csm", "signal.trigger", "signal.kind",
                          "signal.category", "signal.urgency", "signal.timeline_date",
                          "signal.occurred_time", "signal.estimated_expansion.amount_minor",
                          "signal.estimated_expansion.currency_code", "signal.product_lines[1]"));
}

TEST(SignalFields, H1_ASignalNeedsAccountAndTrigger) {
  v1::Signal signal;
  signal.set_name("tenants/acme/signals/s1");
  EXPECT_THAT(FaultsOf(signal), ElementsAre("signal.account", "signal.trigger"));
}

TEST(SignalFields, H1_TooManyProductLinesAreOneFault) {
  v1::Signal signal = HotSignal();
  for (int i = 1; i <= kMaxProductLines; ++i) signal.add_product_lines("core");
  EXPECT_THAT(FaultsOf(signal), ElementsAre("signal.product_lines"));
}

TEST(SignalFields, H2_MissingFieldsComeInTheOrderOfTheFiveFields) {
  v1::Signal signal;
  EXPECT_THAT(MissingFields(signal),
              ElementsAre("category", "evidence", "buyer.name", "buyer.title", "timeline",
                          "context_note", "urgency"));
}

TEST(SignalFields, H2_BlanksStateNothing) {
  v1::Signal signal = WarmSignal();
  signal.set_category(v1::SIGNAL_CATEGORY_PRODUCT);
  signal.mutable_buyer()->set_title(" \t");
  EXPECT_THAT(MissingFields(signal), ElementsAre("buyer.title"));
}

TEST(SignalFields, H2_TwoOrThreeSentencesHaveNoWarning) {
  EXPECT_THAT(WarningsFor(""), IsEmpty());
  EXPECT_THAT(WarningsFor("One. Two."), IsEmpty());
  EXPECT_THAT(WarningsFor("One! Two?  Three"), IsEmpty());
  EXPECT_THAT(WarningsFor("About $1.5M in Q3. Wait... what?"), IsEmpty());
}

TEST(SignalFields, H2_OtherLengthsAreTakenWithAWarning) {
  EXPECT_THAT(WarningsFor("Only one"),
              ElementsAre("context_note: 1 sentence; two or three are asked for"));
  EXPECT_THAT(WarningsFor("One. Two. Three. Four."),
              ElementsAre("context_note: 4 sentences; two or three are asked for"));
}

TEST(SignalFields, H2_AWarningIsReplacedNotRepeated) {
  v1::Signal signal;
  signal.set_context_note("One");
  WarnOfContextNote(&signal);
  WarnOfContextNote(&signal);
  EXPECT_EQ(signal.warnings_size(), 1);
  signal.set_context_note("One. Two.");
  WarnOfContextNote(&signal);
  EXPECT_EQ(signal.warnings_size(), 0);
}

TEST(SignalFields, H3_DefaultsAreTakenWhereNothingIsStated) {
  v1::Signal signal = HotSignal();
  TakeDefaults(Northwind(), &signal);
  EXPECT_EQ(signal.category(), v1::SIGNAL_CATEGORY_PRODUCT);
  EXPECT_EQ(signal.urgency(), v1::URGENCY_HOT);
  EXPECT_EQ(signal.kind(), v1::SIGNAL_KIND_EXPANSION);
  EXPECT_FALSE(signal.cross_sell());
  EXPECT_TRUE(signal.has_cross_sell());
  EXPECT_EQ(TextOf(signal, "H-3"), "no urgency stated; seat_utilization is hot");
}

TEST(SignalFields, H3_WhatIsStatedStays) {
  v1::Signal signal = HotSignal();
  signal.set_category(v1::SIGNAL_CATEGORY_BEHAVIORAL);
  signal.set_urgency(v1::URGENCY_WATCH);
  signal.set_kind(v1::SIGNAL_KIND_RISK);
  signal.set_cross_sell(true);
  TakeDefaults(Northwind(), &signal);
  EXPECT_EQ(signal.category(), v1::SIGNAL_CATEGORY_BEHAVIORAL);
  EXPECT_EQ(signal.urgency(), v1::URGENCY_WATCH);
  EXPECT_EQ(signal.kind(), v1::SIGNAL_KIND_RISK);
  EXPECT_TRUE(signal.cross_sell());
  EXPECT_EQ(signal.explanation_size(), 0);
}

TEST(SignalFields, H1_OutputFieldsOfACallerAreIgnoredButTheName) {
  v1::Signal signal = Filed(HotSignal());
  v1::Signal stated = HotSignal();
  const auto* descriptor = v1::Signal::descriptor();
  ClearOutputFields(&signal);
  // Fields from `state` on are output only.
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const auto* field = descriptor->field(i);
    if (field->number() < 20) continue;
    const auto* reflection = signal.GetReflection();
    const bool present = field->is_repeated() ? reflection->FieldSize(signal, field) > 0
                                              : reflection->HasField(signal, field);
    EXPECT_FALSE(present) << field->name();
  }
  EXPECT_EQ(signal.name(), stated.name());
}

}  // namespace
}  // namespace baton::domain
