#include "server/explain_desk.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "domain/line_explanation.h"
#include "domain/refusal.h"
#include "domain/statement.h"
#include "domain/status_macros.h"
#include "store/attributions.h"
#include "store/corrections.h"

namespace baton::server {
namespace {

constexpr size_t kMaxDifferences = 100;

// The lines of both forms that differ, at their numbers.
void AddDifferences(const std::string& given, const std::string& kept,
                    v1::VerifyStatementResponse* response) {
  const std::vector<std::string> have = absl::StrSplit(given, '\n');
  const std::vector<std::string> want = absl::StrSplit(kept, '\n');
  const std::string nothing = "(nothing)";
  for (size_t i = 0; i < std::max(have.size(), want.size()); ++i) {
    const std::string& here = i < have.size() ? have[i] : nothing;
    const std::string& there = i < want.size() ? want[i] : nothing;
    if (here == there) continue;
    if (static_cast<size_t>(response->differences_size()) == kMaxDifferences) return;
    response->add_differences(
        absl::StrCat("line ", i + 1, " of the form: \"", here, "\", published: \"", there, "\""));
  }
}

}  // namespace

absl::StatusOr<v1::LineExplanation> ExplainLineOf(store::Session& session,
                                                  const std::string& tenant,
                                                  const v1::CompStatement& statement,
                                                  const std::string& line) {
  const auto found =
      std::find_if(statement.lines().begin(), statement.lines().end(),
                   [&line](const v1::StatementLine& one) { return one.name() == line; });
  if (found == statement.lines().end()) return domain::NotFound("line", line);
  domain::LineSources sources;
  v1::Correction correction;
  if (!found->correction().empty()) {
    BATON_ASSIGN_OR_RETURN(correction, store::GetCorrection(session, tenant, found->correction()));
    sources.correction = &correction;
  }
  if (found->attribution().empty()) return domain::ExplainLine(statement, *found, sources);
  BATON_ASSIGN_OR_RETURN(const v1::Attribution attribution,
                         store::GetAttribution(session, tenant, found->attribution()));
  sources.attribution = &attribution;
  return domain::ExplainLine(statement, *found, sources);
}

v1::VerifyStatementResponse CompareStatements(const v1::CompStatement& given,
                                              const v1::CompStatement& kept) {
  v1::VerifyStatementResponse response;
  response.set_computed_digest(domain::StatementDigest(given));
  response.set_published_digest(kept.digest());
  if (!given.digest().empty() && given.digest() != response.computed_digest()) {
    response.add_differences(absl::StrCat("the statement bears the digest ", given.digest(),
                                          ", but what it says digests to ",
                                          response.computed_digest()));
  }
  AddDifferences(domain::CanonicalForm(given), domain::CanonicalForm(kept), &response);
  response.set_ok(response.differences().empty() &&
                  response.computed_digest() == response.published_digest());
  return response;
}

}  // namespace baton::server
