// A private SQLite store for what the whole store room stands on.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "store/store.h"
#include "tests/status_matchers.h"

namespace baton::store {

class CoreTest : public ::testing::Test {
 protected:
  void SetUp() override;

  static absl::Time At(int64_t seconds);
  static WriteOptions Options(const std::string& tenant = "acme");

  absl::Status Write(const std::function<absl::Status(Transaction&)>& body,
                     const std::string& tenant = "acme");
  absl::Status Read(const std::function<absl::Status(Session&)>& body);
  // Runs one statement in a write of its own.
  void RunSql(const std::string& text);
  // The first column of every row, as text.
  std::vector<std::string> Texts(const std::string& sql);

  Store& store() { return *store_; }

 private:
  std::unique_ptr<Store> store_;
};

}  // namespace baton::store
