// Many signals in one call: as a batch, and as a stream.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/acceptance/company.h"

namespace baton::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

class FilingMany : public Company {
 protected:
  // Another record of the same customer; no two are possible duplicates.
  static v1::FileSignalRequest Item(int number) {
    v1::FileSignalRequest request = Filing();
    const std::string id = absl::StrCat("many-", number);
    request.mutable_signal()->mutable_source()->set_system("plugin");
    request.mutable_signal()->mutable_source()->set_record_id(id);
    request.mutable_signal()->clear_product_lines();
    request.mutable_signal()->add_product_lines(id);
    return request;
  }

  absl::StatusOr<v1::BatchFileSignalsResponse> Batch(
      const std::vector<v1::FileSignalRequest>& items, const Client& who) {
    v1::BatchFileSignalsRequest request;
    request.set_parent(Tenant());
    for (const v1::FileSignalRequest& item : items) *request.add_requests() = item;
    return who.Call(&HandoffStub::BatchFileSignals, request);
  }

  // Streams the items as imogen; answers how it ended.
  absl::StatusOr<v1::StreamSignalsResponse> Stream(
      const std::vector<v1::FileSignalRequest>& items) {
    HandoffStub stub(imogen().channel());
    const auto context = imogen().Context();
    v1::StreamSignalsResponse response;
    const auto writer = stub.StreamSignals(context.get(), &response);
    for (const v1::FileSignalRequest& item : items) {
      v1::StreamSignalsRequest message;
      *message.mutable_request() = item;
      if (!writer->Write(message)) break;
    }
    writer->WritesDone();
    const absl::Status status = FromWire(writer->Finish());
    if (!status.ok()) return status;
    return response;
  }

  // How many signals the tenant has.
  int CountSignals() {
    v1::ListSignalsRequest request;
    request.set_parent(Tenant());
    request.set_page_size(1000);
    const auto page = remy().Call(&HandoffStub::ListSignals, request);
    EXPECT_THAT(page, IsOk());
    return page.ok() ? page->signals_size() : -1;
  }
};

TEST_F(FilingMany, H2_EachSignalOfABatchIsFiledOrRefusedByItself) {
  v1::FileSignalRequest lacking = Item(2);
  lacking.mutable_signal()->clear_buyer();
  lacking.mutable_signal()->clear_timeline();
  v1::FileSignalRequest unknown = Item(3);
  unknown.mutable_signal()->set_account(Account("nobody"));
  const auto batch = Batch({Item(1), lacking, unknown, Item(4)}, imogen());
  ASSERT_THAT(batch, IsOk());
  ASSERT_THAT(batch->results(), SizeIs(4));
  EXPECT_EQ(batch->results(0).signal().state(), v1::SIGNAL_STATE_ROUTED);
  EXPECT_EQ(batch->results(0).signal().source().record_id(), "many-1") << "in their order";
  EXPECT_FALSE(batch->results(1).has_signal());
  EXPECT_EQ(batch->results(1).error().code(), static_cast<int>(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(batch->results(1).error().details_size(), 2) << "the reason, and every field";
  EXPECT_EQ(batch->results(2).error().code(), static_cast<int>(absl::StatusCode::kNotFound));
  EXPECT_EQ(batch->results(3).signal().source().record_id(), "many-4");
  EXPECT_EQ(CountSignals(), 2);
}

TEST_F(FilingMany, H12_TheSameBatchAgainFilesNothing) {
  const std::vector<v1::FileSignalRequest> items = {Item(1), Item(2)};
  const auto first = Batch(items, imogen());
  const auto again = Batch(items, imogen());
  ASSERT_THAT(again, IsOk());
  for (int i = 0; i < 2; ++i) {
    EXPECT_TRUE(again->results(i).already_filed());
    EXPECT_EQ(again->results(i).signal().name(), first->results(i).signal().name());
  }
  EXPECT_EQ(CountSignals(), 2);
}

TEST_F(FilingMany, AnItemsRequestIdIsRememberedLikeASingleCalls) {
  v1::FileSignalRequest item = Item(1);
  item.set_request_id("one");
  const auto first = Batch({item}, imogen());
  ASSERT_THAT(first, IsOk());
  const auto single = imogen().Call(&HandoffStub::FileSignal, item);
  ASSERT_THAT(single, IsOk());
  EXPECT_EQ(single->signal().name(), first->results(0).signal().name());
  EXPECT_FALSE(single->already_filed()) << "the first answer";
  item.mutable_signal()->set_evidence("Seat utilization at 95%");
  const auto other = Batch({item}, imogen());
  ASSERT_THAT(other, IsOk());
  EXPECT_EQ(other->results(0).error().code(), static_cast<int>(absl::StatusCode::kAlreadyExists));
}

TEST_F(FilingMany, ABatchHasOneToAThousandSignals) {
  EXPECT_THAT(ViolatedFields(Batch({}, imogen()).status()), ElementsAre("requests"));
  const std::vector<v1::FileSignalRequest> many(1001, Item(1));
  EXPECT_THAT(ViolatedFields(Batch(many, imogen()).status()), ElementsAre("requests"));
  EXPECT_THAT(Batch({Item(1)}, rosa()),
              Refuses(absl::StatusCode::kPermissionDenied, "ROLE_NOT_ALLOWED"));
}

TEST_F(FilingMany, AStreamAnswersOneResultForEachInTheirOrder) {
  constexpr int kMany = 300;
  std::vector<v1::FileSignalRequest> items;
  for (int i = 0; i < kMany; ++i) items.push_back(Item(i));
  items[7].mutable_signal()->clear_trigger();
  const auto streamed = Stream(items);
  ASSERT_THAT(streamed, IsOk());
  ASSERT_THAT(streamed->results(), SizeIs(kMany));
  for (int i = 0; i < kMany; ++i) {
    if (i == 7) continue;
    EXPECT_EQ(streamed->results(i).signal().source().record_id(), absl::StrCat("many-", i));
  }
  EXPECT_EQ(streamed->results(7).error().code(),
            static_cast<int>(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(CountSignals(), kMany - 1);
}

TEST_F(FilingMany, AnEmptyStreamAnswersNothing) {
  const auto streamed = Stream({});
  ASSERT_THAT(streamed, IsOk());
  EXPECT_THAT(streamed->results(), SizeIs(0));
}

TEST_F(FilingMany, AStreamThatIsCancelledLeavesWholeSignalsOnly) {
  {
    HandoffStub stub(imogen().channel());
    const auto context = imogen().Context();
    v1::StreamSignalsResponse response;
    const auto writer = stub.StreamSignals(context.get(), &response);
    v1::StreamSignalsRequest message;
    *message.mutable_request() = Item(1);
    ASSERT_TRUE(writer->Write(message));
    context->TryCancel();
    EXPECT_EQ(writer->Finish().error_code(), grpc::StatusCode::CANCELLED);
  }
  const auto after = Stream({Item(2)});
  ASSERT_THAT(after, IsOk());
  EXPECT_GE(CountSignals(), 1);
  EXPECT_LE(CountSignals(), 2);
}

TEST_F(FilingMany, AStreamNeedsTheRoleToo) {
  HandoffStub stub(rosa().channel());
  const auto context = rosa().Context();
  v1::StreamSignalsResponse response;
  const auto writer = stub.StreamSignals(context.get(), &response);
  writer->WritesDone();
  EXPECT_EQ(writer->Finish().error_code(), grpc::StatusCode::PERMISSION_DENIED);
}

}  // namespace
}  // namespace baton::testing
