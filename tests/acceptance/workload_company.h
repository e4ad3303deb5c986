// A company with a policy of its own, on a tenant of its own of a VariantServer.
#pragma once

#include <map>
#include <random>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "baton/v1/common.pb.h"
#include "baton/v1/policy.pb.h"
#include "tests/acceptance/client.h"
#include "tests/acceptance/variant_server.h"

namespace baton::testing {

// The id of another account's record in "salesforce".
inline constexpr char kTakenId[] = "001-taken";

// Draws that are the same for the same seed.
class Draw {
 public:
  Draw(unsigned seed, unsigned stream) {
    std::seed_seq both{seed, stream};
    random_.seed(both);
  }
  // 0 to below - 1.
  int Below(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }
  bool Percent(int percent) { return Below(100) < percent; }
  template <class Items>
  const auto& Of(const Items& items) {
    return items[static_cast<size_t>(Below(static_cast<int>(std::size(items))))];
  }

 private:
  std::mt19937 random_;
};

// Two CSMs, two AEs, their managers and heads, a CFO, RevOps, a comp admin, an auditor and a
// program. Their names, the policy and the tenant's id are awkward on purpose, and follow from the
// seed.
class WorkloadCompany {
 public:
  WorkloadCompany(VariantServer& server, std::string tenant, unsigned seed);

  // Puts it into the store.
  absl::Status Found();

  // Who calls: "imogen", "Tobias", "rosa", "dana.2", "farah", "priya", "helen", "victor", "otto",
  // "frank", "remy", "camille", "audrey" or "plugin".
  const Client& As(std::string_view person) const;

  std::string Parent() const;
  std::string Name(std::string_view collection, std::string_view id) const;
  const v1::Policy& policy() const { return policy_; }
  VariantServer& server() const { return server_; }
  unsigned seed() const { return seed_; }

 private:
  absl::Status Keep(store::Transaction& tx);

  VariantServer& server_;
  const std::string tenant_;
  const unsigned seed_;
  v1::Policy policy_;
  std::map<std::string, Client, std::less<>> clients_;
};

}  // namespace baton::testing
