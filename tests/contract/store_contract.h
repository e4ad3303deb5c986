// The store's contract as tests: one suite for every engine. An engine joins by one line in
// engines.cc.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "baton/v1/integration_service.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "store/soci_session.h"
#include "store/store.h"

namespace baton::store {

// One database of an engine, empty at first; gone with the object.
class StoreFactory {
 public:
  virtual ~StoreFactory() = default;
  // Opens the store on it, again after a Close() too.
  virtual absl::StatusOr<std::unique_ptr<Store>> Open() = 0;
  // A connection beside the store's, to look and to tamper.
  virtual absl::StatusOr<std::unique_ptr<SociSession>> OpenSession() = 0;
  // Keeps the store from committing until the answer is called.
  virtual std::function<void()> Obstruct() = 0;
};

struct Engine {
  std::string name;
  std::function<std::unique_ptr<StoreFactory>()> make;
};

inline void PrintTo(const Engine& engine, std::ostream* out) { *out << engine.name; }

class StoreContract : public ::testing::TestWithParam<Engine> {
 protected:
  void SetUp() override;
  void TearDown() override;

  // Closes the store and opens it again on the same database.
  void Reopen();

  static WriteOptions Options(const std::string& tenant = "acme");
  static WriteOptions Request(const std::string& id, const std::string& fingerprint,
                              const std::string& tenant = "acme");

  static v1::Delivery MakeDelivery(const std::string& tenant, const std::string& id);
  // Bodies. Put adds one record with its audit event and answers its id; Fail adds one and refuses.
  static WriteBody Put(const std::string& id);
  static WriteBody PutAndFail(const std::string& id);

  // The ids of all records of a tenant, in order, as a new read sees them.
  std::vector<std::string> Ids(const std::string& tenant = "acme");

  Store& store() { return *store_; }
  StoreFactory& factory() { return *factory_; }

 private:
  std::unique_ptr<StoreFactory> factory_;
  std::unique_ptr<Store> store_;
};

// Holds a writing thread inside a body, so that what is written meanwhile waits and then commits
// together.
class Gate {
 public:
  explicit Gate(Store* store);
  ~Gate();
  void Open();

 private:
  absl::Notification entered_;
  absl::Notification open_;
  absl::Notification left_;
};

// Collects answers by the order of the calls; each must come exactly once.
class Answers {
 public:
  explicit Answers(int count);
  WriteDone Done(int index);
  void Wait();
  const absl::StatusOr<std::string>& operator[](int index) const { return answers_[index]; }

 private:
  std::vector<absl::StatusOr<std::string>> answers_;
  std::vector<std::unique_ptr<absl::Notification>> done_;
};

std::vector<std::string> ReadIds(Session& session, const std::string& tenant);

}  // namespace baton::store
