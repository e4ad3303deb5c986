#include "store/write_queue.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace baton::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr size_t kBatchedWrites = 64;

PendingWrite Short(const std::string& name) {
  PendingWrite write;
  write.options.key = name;
  return write;
}

PendingWrite Long(const std::string& name) {
  PendingWrite write = Short(name);
  write.options.keys = {name, "another record"};
  return write;
}

std::vector<std::string> Names(const std::vector<PendingWrite>& batch) {
  std::vector<std::string> names;
  for (const PendingWrite& write : batch) names.push_back(write.options.key);
  return names;
}

void Push(const std::vector<std::string>& long_ones, WriteQueue* queue) {
  for (const std::string& name : long_ones) queue->Push(Long(name));
}

TEST(WriteQueueTest, ShortOnesGoTogetherInTheirOrder) {
  WriteQueue queue(2);
  EXPECT_THAT(queue.Take(), IsEmpty());
  for (const char* name : {"a", "b", "c"}) queue.Push(Short(name));
  EXPECT_EQ(queue.size(), 3u);
  EXPECT_THAT(Names(queue.Take()), ElementsAre("a", "b"));
  EXPECT_THAT(Names(queue.Take()), ElementsAre("c"));
  EXPECT_THAT(queue.Take(), IsEmpty());
}

PendingWrite Of(const std::string& tenant, PendingWrite write) {
  write.options.tenant = tenant;
  return write;
}

TEST(WriteQueueTest, R17_TenantsTakeTurnsAndKeepTheirOwnOrder) {
  WriteQueue queue(4);
  for (const char* name : {"f1", "f2", "f3", "f4", "f5"}) queue.Push(Of("flood", Short(name)));
  for (const char* name : {"a1", "a2"}) queue.Push(Of("acme", Short(name)));
  queue.Push(Of("zenith", Short("z1")));
  EXPECT_THAT(Names(queue.Take()), ElementsAre("f1", "a1", "z1", "f2"));
  queue.Push(Of("zenith", Short("z2")));
  EXPECT_THAT(Names(queue.Take()), ElementsAre("a2", "f3", "z2", "f4"));
  EXPECT_THAT(Names(queue.Take()), ElementsAre("f5"));
  EXPECT_EQ(queue.size(), 0u);
}

TEST(WriteQueueTest, R17_LongBodiesOfTenantsTakeTurnsToo) {
  WriteQueue queue(kBatchedWrites);
  for (const char* name : {"f1", "f2", "f3"}) queue.Push(Of("flood", Long(name)));
  queue.Push(Of("acme", Long("a1")));
  EXPECT_THAT(Names(queue.Take()), ElementsAre("f1"));
  EXPECT_THAT(Names(queue.Take()), ElementsAre("a1", "f2"));
  EXPECT_THAT(Names(queue.Take()), ElementsAre("f3"));
}

TEST(WriteQueueTest, WhileOthersWaitABatchHasOneLongOneBehindThem) {
  WriteQueue queue(kBatchedWrites);
  Push({"x", "y"}, &queue);
  queue.Push(Short("a"));
  queue.Push(Short("b"));
  EXPECT_THAT(Names(queue.Take()), ElementsAre("a", "b", "x"));
  queue.Push(Short("c"));
  EXPECT_THAT(Names(queue.Take()), ElementsAre("c", "y"));
  EXPECT_EQ(queue.size(), 0u);
}

TEST(WriteQueueTest, TheLongerNobodyElseWaitsTheMoreLongOnesShareACommit) {
  WriteQueue queue(kBatchedWrites);
  Push(std::vector<std::string>(1 + 2 + 4 + 8 + 8, "x"), &queue);
  std::vector<size_t> sizes;
  while (queue.size() > 0) sizes.push_back(queue.Take().size());
  EXPECT_THAT(sizes, ElementsAre(1, 2, 4, 8, 8));
}

TEST(WriteQueueTest, ACallerSetsThemBackToOne) {
  WriteQueue queue(kBatchedWrites);
  Push(std::vector<std::string>(12, "x"), &queue);
  EXPECT_EQ(queue.Take().size(), 1u);
  EXPECT_EQ(queue.Take().size(), 2u);
  queue.Push(Short("a"));
  EXPECT_THAT(Names(queue.Take()), ElementsAre("a", "x"));
  EXPECT_EQ(queue.Take().size(), 1u);
  EXPECT_EQ(queue.Take().size(), 2u);
}

TEST(WriteQueueTest, NoBatchIsLargerThanAllowed) {
  WriteQueue queue(3);
  Push({"x", "x", "x", "x", "x", "x", "x"}, &queue);
  EXPECT_EQ(queue.Take().size(), 1u);
  EXPECT_EQ(queue.Take().size(), 2u);
  EXPECT_EQ(queue.Take().size(), 3u);
  for (const char* name : {"a", "b", "c"}) queue.Push(Short(name));
  EXPECT_THAT(Names(queue.Take()), ElementsAre("a", "b", "x"));
}

TEST(WriteQueueTest, WhereEveryWriteCommitsAloneTheyTakeTurns) {
  WriteQueue queue(1);
  Push({"x", "y"}, &queue);
  for (const char* name : {"a", "b", "c"}) queue.Push(Short(name));
  std::vector<std::string> order;
  while (queue.size() > 0) order.push_back(Names(queue.Take()).at(0));
  EXPECT_THAT(order, ElementsAre("x", "a", "y", "b", "c"));
}

}  // namespace
}  // namespace baton::store
