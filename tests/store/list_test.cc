// Lists: pages, filters, orders, scopes and their faults, over the outbox.
#include "store/list.h"

#include <set>

#include "baton/v1/error_reason.pb.h"
#include "baton/v1/integration_service.pb.h"
#include "domain/instant.h"
#include "domain/refusal.h"
#include "domain/resource_name.h"
#include "google/rpc/error_details.pb.h"
#include "store/outbox.h"
#include "tests/store/core_test_base.h"

namespace baton::store {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::IsOk;
using testing::StatusIs;

// The outbox with every kind of filter and both directions.
const ListSpec& Spec() {
  static const ListSpec& spec =
      *new ListSpec{&DeliveryTable(),
                    "delivery_id",
                    {
                        {"name", ColumnKind::kKey, "delivery_id", "deliveries", ""},
                        {"kind", ColumnKind::kEnum, "kind", "", "baton.v1.DeliveryKind"},
                        {"recipient", ColumnKind::kText, "recipient", "", ""},
                        {"create_time", ColumnKind::kTime, "created_us", "", ""},
                        {"size", ColumnKind::kInt, "length(subject)", "", ""},
                        {"urgent", ColumnKind::kBool, "subject = 'urgent'", "", ""},
                    },
                    {{"create_time desc", "created_us", true},
                     {"create_time", "created_us", false},
                     {"subject desc", "nullif(subject, '')", true, true},
                     {"subject", "nullif(subject, '')", false, true},
                     {"name", "delivery_id", false}}};
  return spec;
}

class ListTest : public CoreTest {
 protected:
  void Put(const std::string& id, int64_t seconds, const std::string& subject = "",
           v1::DeliveryKind kind = v1::DELIVERY_KIND_DIRECT_MESSAGE,
           const std::string& tenant = "acme") {
    v1::Delivery delivery;
    delivery.set_name(domain::ResourceName(tenant, "deliveries", id));
    delivery.set_kind(kind);
    delivery.set_state(v1::DELIVERY_STATE_PENDING);
    delivery.set_recipient("queues/" + id);
    delivery.set_subject(subject);
    *delivery.mutable_create_time() = domain::ToTimestamp(At(seconds));
    ASSERT_THAT(Write([&](Transaction& t) { return AddDelivery(t, delivery); }, tenant), IsOk());
  }

  static ListQuery Query(const std::string& filter = "", const std::string& order_by = "") {
    ListQuery query;
    query.tenant = "acme";
    query.filter = filter;
    query.order_by = order_by;
    return query;
  }

  // One page: the ids, and the next token into `query`.
  std::vector<std::string> Page(ListQuery* query) {
    std::vector<v1::Delivery> page;
    std::vector<std::string> ids;
    const absl::Status status = Read([&](Session& session) -> absl::Status {
      page.reserve(kMaxPageSize + 1);
      const auto next = RunListQuery(session, Spec(), *query, [&] { return &page.emplace_back(); });
      if (next.ok()) query->page_token = *next;
      return next.status();
    });
    EXPECT_THAT(status, IsOk());
    for (const v1::Delivery& delivery : page) {
      ids.emplace_back(domain::ShortName(delivery.name()));
    }
    return ids;
  }

  std::vector<std::string> All(ListQuery query) {
    std::vector<std::string> ids;
    do {
      for (std::string& id : Page(&query)) ids.push_back(std::move(id));
    } while (!query.page_token.empty() && ids.size() < 100);
    return ids;
  }
};

TEST_F(ListTest, AnEmptyListIsOnePage) {
  ListQuery query = Query();
  EXPECT_THAT(Page(&query), IsEmpty());
  EXPECT_EQ(query.page_token, "");
}

TEST_F(ListTest, PagesAreInOrderWithTheKeyAsTieBreaker) {
  Put("a", 1);
  Put("b", 2);
  Put("c", 2);
  Put("d", 2);
  Put("e", 3);
  ListQuery query = Query();
  query.page_size = 2;
  EXPECT_THAT(Page(&query), ElementsAre("e", "d"));
  EXPECT_THAT(Page(&query), ElementsAre("c", "b"));
  EXPECT_THAT(Page(&query), ElementsAre("a"));
  EXPECT_EQ(query.page_token, "");
  EXPECT_THAT(All(Query("", "create_time")), ElementsAre("a", "b", "c", "d", "e"));
  EXPECT_THAT(All(Query("", " create_time  asc ")), ElementsAre("a", "b", "c", "d", "e"));
}

TEST_F(ListTest, AFullLastPageHasNoNext) {
  Put("a", 1);
  Put("b", 2);
  ListQuery query = Query();
  query.page_size = 2;
  EXPECT_THAT(Page(&query), ElementsAre("b", "a"));
  EXPECT_EQ(query.page_token, "");
}

TEST_F(ListTest, ASparseOrderLeavesOutWhatHasNoneOnEveryPage) {
  Put("a", 1, "x");
  Put("b", 1);
  Put("c", 1, "y");
  Put("d", 1);
  Put("e", 1, "x");
  for (const int size : {1, 2, 3, 5}) {
    ListQuery up = Query("", "subject");
    up.page_size = size;
    EXPECT_THAT(All(up), ElementsAre("a", "e", "c")) << size;
    ListQuery down = Query("", "subject desc");
    down.page_size = size;
    EXPECT_THAT(All(down), ElementsAre("c", "e", "a")) << size;
  }
}

TEST_F(ListTest, PagesAreStableWhileOthersWrite) {
  for (int i = 0; i < 6; ++i) Put("k" + std::to_string(i), i);
  ListQuery query = Query();
  query.page_size = 3;
  EXPECT_THAT(Page(&query), ElementsAre("k5", "k4", "k3"));
  Put("newest", 100);
  Put("between", 2);
  RunSql("DELETE FROM deliveries WHERE delivery_id = 'k3'");
  RunSql("DELETE FROM deliveries WHERE delivery_id = 'k1'");
  EXPECT_THAT(Page(&query), ElementsAre("k2", "between", "k0"));
}

TEST_F(ListTest, PageSizesHaveADefaultAndALimit) {
  RunSql(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1100) "
      "INSERT INTO deliveries (tenant, delivery_id, kind, state, recipient, record, subject, body, "
      "rule, created_us) SELECT 'acme', 'n' || i, 'direct_message', 'pending', '', '', '', "
      "'', '', i FROM n");
  ListQuery query = Query();
  EXPECT_EQ(Page(&query).size(), static_cast<size_t>(kDefaultPageSize));
  query = Query();
  query.page_size = 1'000'000;
  EXPECT_EQ(Page(&query).size(), static_cast<size_t>(kMaxPageSize));
  EXPECT_EQ(Page(&query).size(), 100U);
}

TEST_F(ListTest, OtherTenantsAreNotSeen) {
  Put("a", 1);
  Put("b", 1, "", v1::DELIVERY_KIND_CRM_TASK, "globex");
  EXPECT_THAT(All(Query()), ElementsAre("a"));
}

TEST_F(ListTest, FiltersByEveryKind) {
  Put("a", 1, "urgent");
  Put("b", 2, "", v1::DELIVERY_KIND_CRM_TASK);
  Put("c", 3, "later");
  EXPECT_THAT(All(Query("recipient = \"queues/b\"")), ElementsAre("b"));
  EXPECT_THAT(All(Query("recipient='queues/b'")), ElementsAre("b"));
  EXPECT_THAT(All(Query("recipient = queues/b")), ElementsAre("b"));
  EXPECT_THAT(All(Query("recipient != queues/b")), ElementsAre("c", "a"));
  EXPECT_THAT(All(Query("recipient >= queues/b")), ElementsAre("c", "b"));
  EXPECT_THAT(All(Query("kind = DELIVERY_KIND_CRM_TASK")), ElementsAre("b"));
  EXPECT_THAT(All(Query("kind = crm_task")), ElementsAre("b"));
  EXPECT_THAT(All(Query("kind != CRM_TASK")), ElementsAre("c", "a"));
  EXPECT_THAT(All(Query("kind = \"\"")), IsEmpty());
  EXPECT_THAT(All(Query("kind = DELIVERY_KIND_UNSPECIFIED")), IsEmpty());
  EXPECT_THAT(All(Query("name = tenants/acme/deliveries/c")), ElementsAre("c"));
  EXPECT_THAT(All(Query("name != tenants/acme/deliveries/c")), ElementsAre("b", "a"));
  EXPECT_THAT(All(Query("size > 5")), ElementsAre("a"));
  EXPECT_THAT(All(Query("size >= 5 AND size <= 6")), ElementsAre("c", "a"));
  EXPECT_THAT(All(Query("urgent = true")), ElementsAre("a"));
  EXPECT_THAT(All(Query("urgent = false")), ElementsAre("c", "b"));
}

TEST_F(ListTest, FiltersByInstantsAtTheBoundary) {
  Put("a", 1);
  Put("b", 2);
  const std::string at =
      "\"" + absl::FormatTime(absl::RFC3339_full, At(2), absl::UTCTimeZone()) + "\"";
  EXPECT_THAT(All(Query("create_time < " + at)), ElementsAre("a"));
  EXPECT_THAT(All(Query("create_time <= " + at)), ElementsAre("b", "a"));
  EXPECT_THAT(All(Query("create_time > " + at)), IsEmpty());
  EXPECT_THAT(All(Query("create_time = " + at)), ElementsAre("b"));
  ListQuery now = Query("create_time < now");
  now.now = At(2);
  EXPECT_THAT(All(now), ElementsAre("a"));
}

TEST_F(ListTest, R14_ValuesAreNeverSql) {
  Put("a", 1);
  EXPECT_THAT(All(Query(R"(recipient = "x' OR '1'='1")")), IsEmpty());
  EXPECT_THAT(All(Query(R"(recipient = "a\"b\\")")), IsEmpty());
  EXPECT_THAT(All(Query(R"(recipient = "'; DROP TABLE deliveries; --")")), IsEmpty());
  EXPECT_THAT(All(Query()), ElementsAre("a"));
}

TEST_F(ListTest, ScopesNarrowWhatIsSeen) {
  Put("a", 1);
  Put("b", 2);
  Put("c", 3);
  ListQuery query = Query("recipient != queues/a");
  query.scope = {"recipient = :s1 OR recipient = :s2", {"queues/a", "queues/b"}};
  EXPECT_THAT(All(query), ElementsAre("b"));
}

TEST_F(ListTest, EveryFaultIsNamedAtOnce) {
  ListQuery query = Query(
      "color = red AND kind = PURPLE AND size = many AND name = tenants/globex/deliveries/a AND "
      "create_time > yesterday AND urgent = maybe AND kind > CRM_TASK");
  query.order_by = "color";
  query.page_size = -1;
  query.page_token = "broken";
  const absl::Status status = CheckListQuery(Spec(), query);
  EXPECT_EQ(domain::ReasonOf(status), v1::ERROR_REASON_INVALID_FIELDS);
  google::rpc::BadRequest bad;
  ASSERT_TRUE(domain::FindDetail(status, &bad));
  std::multiset<std::string> fields;
  for (const auto& violation : bad.field_violations()) fields.insert(violation.field());
  EXPECT_EQ(fields.count("filter"), 7U) << status;
  EXPECT_EQ(fields.count("order_by"), 1U) << status;
  EXPECT_EQ(fields.count("page_size"), 1U) << status;
  EXPECT_EQ(fields.count("page_token"), 0U) << "unknown without an order";
}

TEST_F(ListTest, BrokenFiltersSayWhere) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"recipient", "one of = != < <= > >= at character 10"},
      {"recipient ==", "one of ="},
      {"recipient =", "a value at character 12"},
      {"recipient = \"open", "a value"},
      {"recipient = a recipient = b", "AND"},
      {"recipient = a and recipient = b", "AND"},
      {"recipient = a OR recipient = b", "AND"},
      {"recipient = a AND", "a field's name"},
      {"= a", "a field's name at character 1"},
      {"(recipient = a)", "a field's name"},
      {"recipient = \xFF", "valid UTF-8"},
      {std::string(kMaxFilterLength + 1, ' '), "longer than"},
  };
  for (const auto& [filter, expected] : cases) {
    EXPECT_THAT(CheckListQuery(Spec(), Query(filter)),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(expected)))
        << filter;
  }
  std::string many = "size > 0";
  for (int i = 1; i < kMaxFilterTerms; ++i) many += " AND size > 0";
  EXPECT_THAT(CheckListQuery(Spec(), Query(many)), IsOk());
  EXPECT_THAT(CheckListQuery(Spec(), Query(many + " AND size > 0")),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("more than")));
}

TEST_F(ListTest, ATokenHoldsForItsArgumentsAlone) {
  for (int i = 0; i < 3; ++i) Put("k" + std::to_string(i), i);
  ListQuery query = Query();
  query.page_size = 1;
  Page(&query);
  ASSERT_NE(query.page_token, "");
  EXPECT_THAT(CheckListQuery(Spec(), query), IsOk());
  ListQuery larger = query;
  larger.page_size = 10;
  EXPECT_THAT(Page(&larger), ElementsAre("k1", "k0"));

  std::vector<ListQuery> misuses(6, query);
  misuses[0].tenant = "globex";
  misuses[1].filter = "size > 0";
  misuses[2].order_by = "create_time";
  misuses[3].scope = {"recipient = :s1", {"queues/a"}};
  misuses[4].page_token += "AA";
  misuses[5].page_token = "not a token!";
  for (const ListQuery& misuse : misuses) {
    const absl::Status status = CheckListQuery(Spec(), misuse);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
    EXPECT_EQ(domain::ReasonOf(status), v1::ERROR_REASON_PAGE_TOKEN_INVALID) << status;
  }
}

TEST_F(ListTest, ABrokenTokenIsNamedBesideOtherFaults) {
  ListQuery query = Query("color = red");
  query.page_token = "broken";
  EXPECT_THAT(CheckListQuery(Spec(), query),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("page_token")));
}

}  // namespace
}  // namespace baton::store
