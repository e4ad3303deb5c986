#include "adapters/text.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

namespace baton::adapters {
namespace {

using Pair = std::pair<std::string, std::string>;

TEST(Label, H3_TriggersAsTenantsSpellThem) {
  EXPECT_EQ(Label("Seat Utilization"), "seat_utilization");
  EXPECT_EQ(Label("seat-utilization"), "seat_utilization");
  EXPECT_EQ(Label("Feature Request (Paid Tier)"), "feature_request_paid_tier");
  EXPECT_EQ(Label("Feature Adoption - Adjacent Tier"), "feature_adoption_adjacent_tier");
  EXPECT_EQ(Label("M&A"), "m_and_a");
  EXPECT_EQ(Label("  m & a "), "m_and_a");
  EXPECT_EQ(Label("API volume: near limit!"), "api_volume_near_limit");
  EXPECT_EQ(Label("---"), "");
  EXPECT_EQ(Label(""), "");
}

TEST(SameWord, IgnoresCaseBlanksUnderscoresAndHyphens) {
  EXPECT_TRUE(SameWord("CSM Initiated", "csm_initiated"));
  EXPECT_TRUE(SameWord("At-Risk", "at risk"));
  EXPECT_FALSE(SameWord("won", "one"));
}

TEST(MatchesWord, StarsAtTheEnds) {
  EXPECT_TRUE(MatchesWord("*Account Executive", "Senior Account Executive"));
  EXPECT_TRUE(MatchesWord("Account Executive*", "account executive, EMEA"));
  EXPECT_TRUE(MatchesWord("*Revenue Operations*", "VP Revenue Operations EMEA"));
  EXPECT_FALSE(MatchesWord("*Account Executive", "Account Executive EMEA"));
  EXPECT_FALSE(MatchesWord("Account Executive", "Senior Account Executive"));
  EXPECT_TRUE(MatchesWord("*", "anything"));
}

TEST(NameAndTitle, BothForms) {
  EXPECT_EQ(NameAndTitle("Oren Feldmann, Director of Systems"),
            Pair("Oren Feldmann", "Director of Systems"));
  EXPECT_EQ(NameAndTitle("Hedda Lindqvist (Head of Store Operations)"),
            Pair("Hedda Lindqvist", "Head of Store Operations"));
  EXPECT_EQ(NameAndTitle("Dr. Samuel Okafor, VP, Finance (EMEA)"),
            Pair("Dr. Samuel Okafor", "VP, Finance (EMEA)"));
  EXPECT_EQ(NameAndTitle("Ann Lee (VP, Finance)"), Pair("Ann Lee", "VP, Finance"));
  EXPECT_EQ(NameAndTitle("Ines Okonkwo-Hall"), Pair("Ines Okonkwo-Hall", ""));
  EXPECT_EQ(NameAndTitle(" Bo ,"), Pair("Bo", ""));
  EXPECT_EQ(NameAndTitle("Cy (unclosed"), Pair("Cy (unclosed", ""));
  EXPECT_EQ(NameAndTitle(""), Pair("", ""));
}

TEST(PlainText, TagsEntitiesAndWhiteSpace) {
  EXPECT_EQ(PlainText("<p>Quillan&#39;s lead: <b>31 hours</b> a week.</p><p>She asked</p>"),
            "Quillan's lead: 31 hours a week. She asked");
  EXPECT_EQ(PlainText("one<br/>two<BR>three<br />four"), "one two three four");
  EXPECT_EQ(PlainText("in<i>line</i> <span class=\"a>b\">tags</span>"), "inline tags");
  EXPECT_EQ(PlainText("a&nbsp;\xC2\xA0 \n\t b"), "a b");
  EXPECT_EQ(PlainText("R&amp;D &lt;3 &mdash; caf&eacute; &#x2019; &apos;"),
            "R&D <3 \xE2\x80\x94 caf\xC3\xA9 \xE2\x80\x99 '");
  EXPECT_EQ(PlainText("<ul><li>x</li><li>y</li></ul>"), "x y");
  EXPECT_EQ(PlainText("<h6>head</h6>tail<td>cell</td>"), "head tail cell");
  EXPECT_EQ(PlainText("a<!-- no -- > one --><style>p{}</style>b<script>1<2</script >c"), "abc");
  EXPECT_EQ(PlainText("<p></p><div> </div>"), "");
}

TEST(PlainText, WhatIsNoMarkupStays) {
  EXPECT_EQ(PlainText("seats < 300 and > 200, R&D & AT&T"), "seats < 300 and > 200, R&D & AT&T");
  EXPECT_EQ(PlainText("ARR <100k; 1<2 &unknown; &; &#0; &#xD800; &#99999999;"),
            "ARR <100k; 1<2 &unknown; &; &#0; &#xD800; &#99999999;");
  EXPECT_EQ(PlainText("a <b c"), "a <b c");
  EXPECT_EQ(PlainText("a <!-- b"), "a <!-- b");
}

TEST(PlainText, HostileTextCostsItsLength) {
  std::string open;
  for (int i = 0; i < 300'000; ++i) open += "<a='<!--&";
  EXPECT_EQ(PlainText(open).size(), open.size());
  std::string closed;
  for (int i = 0; i < 200'000; ++i) closed += "<a x=\"><script>";
  EXPECT_LT(PlainText(closed).size(), closed.size());
}

TEST(IsGsid, ThirtySixCapitalsAndDigits) {
  EXPECT_TRUE(IsGsid("1I004ZTPXFE3862CWZB3BFAMJSR90YPM2PV8"));
  EXPECT_FALSE(IsGsid("1I004ZTPXFE3862CWZB3BFAMJSR90YPM2PV"));
  EXPECT_FALSE(IsGsid("1I004ZTPXFE3862CWZB3BFAMJSR90YPM2pv8"));
  EXPECT_FALSE(IsGsid("Hot"));
}

TEST(IsGuid, HexadecimalDigitsInFiveGroups) {
  EXPECT_TRUE(IsGuid("1eee853b-046d-4497-9f73-d3d2133def5e"));
  EXPECT_TRUE(IsGuid("1EEE853B-046D-4497-9F73-D3D2133DEF5E"));
  EXPECT_FALSE(IsGuid("1eee853b-046d-4497-9f73-d3d2133def5"));
  EXPECT_FALSE(IsGuid("1eee853b-046d-4497-9f73-d3d2133defg5"));
  EXPECT_FALSE(IsGuid("1eee853b0-46d-4497-9f73-d3d2133def5e"));
  EXPECT_FALSE(IsGuid("escalation"));
}

}  // namespace
}  // namespace baton::adapters
