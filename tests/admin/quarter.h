// A company's store with an open signal and a published quarter of two people, to be tampered with.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "store/soci_session.h"
#include "tests/acceptance/revenue.h"
#include "tools/admin/verify.h"

namespace baton::testing {

class Quarter : public Revenue {
 protected:
  void SetUp() override;

  // The open signal's name.
  const std::string& open() const { return open_; }
  store::SociSession& session() { return *session_; }
  bool on_postgresql() const { return session_->dialect() == store::Dialect::kPostgresql; }

  // Runs a statement that touches a row at least.
  void Tamper(const std::string& sql);

  // Published statements and their lines may be changed from now on, as by somebody who owns the
  // database.
  void SwitchTriggersOff();

  // Everything that VerifyStore finds.
  std::vector<admin::Check> Checks();
  admin::Check Of(const std::string& what);

 private:
  std::string open_;
  std::unique_ptr<store::SociSession> session_;
};

}  // namespace baton::testing
