#include "tests/contract/store_contract.h"

#include <utility>

#include "domain/instant.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "store/outbox.h"

namespace baton::store {

void StoreContract::SetUp() {
  factory_ = GetParam().make();
  absl::StatusOr<std::unique_ptr<Store>> opened = factory_->Open();
  ASSERT_TRUE(opened.ok()) << opened.status();
  store_ = *std::move(opened);
}

void StoreContract::TearDown() {
  if (store_ != nullptr) store_->Close();
}

void StoreContract::Reopen() {
  store_.reset();
  absl::StatusOr<std::unique_ptr<Store>> opened = factory_->Open();
  ASSERT_TRUE(opened.ok()) << opened.status();
  store_ = *std::move(opened);
}

WriteOptions StoreContract::Options(const std::string& tenant) {
  WriteOptions options;
  options.tenant = tenant;
  options.actor = "tenants/" + tenant + "/people/ann";
  options.method = "Put";
  options.now = absl::FromUnixSeconds(1'700'000'000);
  return options;
}

WriteOptions StoreContract::Request(const std::string& id, const std::string& fingerprint,
                                    const std::string& tenant) {
  WriteOptions options = Options(tenant);
  options.request_id = id;
  options.fingerprint = fingerprint;
  return options;
}

v1::Delivery StoreContract::MakeDelivery(const std::string& tenant, const std::string& id) {
  v1::Delivery delivery;
  delivery.set_name(domain::ResourceName(tenant, "deliveries", id));
  delivery.set_kind(v1::DELIVERY_KIND_DIRECT_MESSAGE);
  delivery.set_state(v1::DELIVERY_STATE_PENDING);
  delivery.set_recipient("queues/revops");
  *delivery.mutable_create_time() = domain::ToTimestamp(absl::FromUnixSeconds(1'700'000'000));
  return delivery;
}

WriteBody StoreContract::Put(const std::string& id) {
  return [id](Transaction& transaction) -> absl::StatusOr<std::string> {
    const v1::Delivery delivery = MakeDelivery(transaction.tenant(), id);
    BATON_RETURN_IF_ERROR(AddDelivery(transaction, delivery));
    transaction.Changed(delivery.name(), nullptr, &delivery);
    return "answer to " + id;
  };
}

WriteBody StoreContract::PutAndFail(const std::string& id) {
  return [put = Put(id)](Transaction& transaction) -> absl::StatusOr<std::string> {
    BATON_RETURN_IF_ERROR(put(transaction).status());
    return absl::FailedPreconditionError("refused by the rule");
  };
}

std::vector<std::string> ReadIds(Session& session, const std::string& tenant) {
  static const Sql& sql =
      *new Sql{"SELECT delivery_id FROM deliveries WHERE tenant = :p1 ORDER BY delivery_id", "t"};
  std::vector<std::string> ids;
  const auto rows = session.Query(sql, {tenant});
  while (rows->Next()) ids.push_back(rows->Text(0));
  EXPECT_TRUE(rows->status().ok()) << rows->status();
  return ids;
}

std::vector<std::string> StoreContract::Ids(const std::string& tenant) {
  std::vector<std::string> ids;
  const absl::Status status = store_->ReadAndWait([&](Session& session) {
    ids = ReadIds(session, tenant);
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
  return ids;
}

Gate::Gate(Store* store) {
  WriteOptions options;
  options.tenant = "acme";  // whose writes wait behind it
  options.now = absl::FromUnixSeconds(1'700'000'000);
  const auto body = [this](Transaction&) -> absl::StatusOr<std::string> {
    entered_.Notify();
    open_.WaitForNotification();
    return "";
  };
  store->Write(options, body, [this](const absl::StatusOr<std::string>&) { left_.Notify(); });
  entered_.WaitForNotification();
}

Gate::~Gate() {
  Open();
  left_.WaitForNotification();
}

void Gate::Open() {
  if (!open_.HasBeenNotified()) open_.Notify();
}

Answers::Answers(int count) : answers_(count, absl::UnknownError("no answer")) {
  for (int i = 0; i < count; ++i) done_.push_back(std::make_unique<absl::Notification>());
}

// A second answer would end the program: a notification can't be given twice.
WriteDone Answers::Done(int index) {
  return [this, index](absl::StatusOr<std::string> answer) {
    answers_[index] = std::move(answer);
    done_[index]->Notify();
  };
}

void Answers::Wait() {
  for (const auto& done : done_) done->WaitForNotification();
}

}  // namespace baton::store
