// JSON of one field: what protobuf itself would write and read.
#include "store/json_field.h"

#include "baton/v1/integration_service.pb.h"
#include "baton/v1/policy.pb.h"
#include "baton/v1/signal_handoff_service.pb.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"

namespace baton::store {
namespace {

using google::protobuf::TextFormat;
using google::protobuf::util::MessageDifferencer;

v1::IngestPayloadResponse Sample() {
  v1::IngestPayloadResponse response;
  EXPECT_TRUE(TextFormat::ParseFromString(R"(
    facts {
      fact {
        kind: FACT_KIND_HEALTH_SCORE
        occur_time { seconds: 1800000000 nanos: 120000000 }
        context_note: "\"quoted\" \\ /slash/ \001\n\t \303\251 \360\237\230\200 <&>"
        arr_minor: 9007199254740993
        amount_minor: 0
        health { score: 0.1 }
        churned: false
        qualification { timeline: true }
        lines {}
        lines {}
        cleared_fields: ""
        cleared_fields: "arr"
      }
      record: "tenants/acme/signals/s1"
    }
    facts {})",
                                          &response));
  return response;
}

TEST(JsonField, WritesWhatProtobufWrites) {
  const v1::IngestPayloadResponse sample = Sample();
  const auto* field = sample.GetDescriptor()->FindFieldByName("facts");
  std::string expected;
  ASSERT_TRUE(google::protobuf::util::MessageToJsonString(sample, &expected).ok());
  v1::IngestPayloadResponse read;
  const std::string written = "{\"facts\":" + FieldToJson(sample, field) + "}";
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(written, &read).ok()) << written;
  EXPECT_TRUE(MessageDifferencer::Equals(read, sample)) << read.DebugString();
}

TEST(JsonField, ReadsWhatItAndProtobufWrite) {
  const v1::IngestPayloadResponse sample = Sample();
  const auto* field = sample.GetDescriptor()->FindFieldByName("facts");
  std::string theirs;
  ASSERT_TRUE(google::protobuf::util::MessageToJsonString(sample, &theirs).ok());
  const size_t prefix = std::string("{\"facts\":").size();
  for (const std::string& text :
       {FieldToJson(sample, field), theirs.substr(prefix, theirs.size() - prefix - 1)}) {
    v1::IngestPayloadResponse read;
    ASSERT_TRUE(FieldFromJson(text, field, &read)) << text;
    EXPECT_TRUE(MessageDifferencer::Equals(read, sample)) << read.DebugString();
  }
}

TEST(JsonField, AbsentIsEmpty) {
  const v1::Signal signal;
  for (const char* name : {"explanation", "outcome", "product_lines"}) {
    EXPECT_EQ(FieldToJson(signal, signal.GetDescriptor()->FindFieldByName(name)), "") << name;
  }
}

TEST(JsonField, WhatIsNoJsonOfTheFieldIsRefused) {
  v1::Signal signal;
  const auto* lines = signal.GetDescriptor()->FindFieldByName("product_lines");
  const auto* outcome = signal.GetDescriptor()->FindFieldByName("outcome");
  for (const char* text : {"", "{", "[1]", "{\"a\":1}", "\"a\"", "[\"a\"", "null"}) {
    EXPECT_FALSE(FieldFromJson(text, lines, &signal)) << text;
  }
  for (const char* text : {"[]", "{\"kind\":\"NO_SUCH\"}", "{\"revisitTime\":\"soon\"}",
                           "{\"amount\":{\"amountMinor\":\"1x\"}}"}) {
    EXPECT_FALSE(FieldFromJson(text, outcome, &signal)) << text;
  }
  EXPECT_TRUE(FieldFromJson("{\"later\":1,\"reason\":\"price\"}", outcome, &signal));
  EXPECT_EQ(signal.outcome().reason(), "price");
}

}  // namespace
}  // namespace baton::store
