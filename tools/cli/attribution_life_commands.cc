#include "tools/cli/attribution_life_commands.h"

#include <optional>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "baton/v1/attribution_service.grpc.pb.h"
#include "tools/cli/attribution_view.h"
#include "tools/cli/dispute_view.h"
#include "tools/cli/listing.h"
#include "tools/cli/option.h"

namespace baton::cli {
namespace {

using Attributions = v1::AttributionService::Stub;

struct AttachFlags {
  std::string attribution;
  v1::DocumentationKind kind = v1::DOCUMENTATION_KIND_UNSPECIFIED;
  std::string link;
  std::string activity;
  std::string excerpt;
  std::optional<TimeSpec> at;
  std::string note;
};

void DeclareAttach(Options& options, AttachFlags& flags) {
  options.Add("ATTRIBUTION", flags.attribution, "The attribution").Required();
  AddEnum(options, "--kind", flags.kind, "What it shows").Required();
  const Option link = options.Add("--link", flags.link, "A link to a record, https://...");
  const Option activity =
      options.Add("--activity", flags.activity, "An activity: ACCOUNT/ACTIVITY").Excludes(link);
  options.Add("--excerpt", flags.excerpt, "An excerpt of what was written")
      .Excludes(link)
      .Excludes(activity);
  AddTime(options, "--at", flags.at, "When it happened; an activity has its own time");
  options.Add("--note", flags.note, "A note");
}

absl::Status RunAttach(const AttachFlags& flags, Session& session) {
  v1::AttachEvidenceRequest request;
  request.set_name(session.Name("attributions", flags.attribution));
  v1::Evidence& evidence = *request.mutable_evidence();
  evidence.set_kind(flags.kind);
  if (!flags.link.empty()) evidence.set_link(flags.link);
  if (!flags.excerpt.empty()) evidence.set_excerpt(flags.excerpt);
  if (!flags.activity.empty()) {
    const size_t slash = flags.activity.find('/');
    if (slash == std::string::npos) return UsageError("--activity: write ACCOUNT/ACTIVITY");
    evidence.set_activity(absl::StrCat(session.Name("accounts", flags.activity.substr(0, slash)),
                                       "/activities", flags.activity.substr(slash)));
  }
  if (flags.at) *evidence.mutable_occur_time() = ToProto(flags.at->At(session.now()));
  evidence.set_note(flags.note);
  return session.Show(session.Call(&Attributions::AttachEvidence, request),
                      [&](const auto& response) {
                        return AttributionDetail(response.attribution(), session.view());
                      });
}

struct RecommendFlags {
  std::string attribution;
};

void DeclareRecommend(Options& options, RecommendFlags& flags) {
  options.Add("ATTRIBUTION", flags.attribution, "The attribution").Required();
}

absl::Status RunRecommend(const RecommendFlags& flags, Session& session) {
  v1::RecommendAttributionRequest request;
  request.set_name(session.Name("attributions", flags.attribution));
  return session.Show(session.Call(&Attributions::RecommendAttribution, request),
                      [&](const v1::RecommendAttributionResponse& response) {
                        std::string text =
                            RecommendationDetail(response.recommendation(), session.view());
                        for (const v1::Recommendation& one : response.outside()) {
                          absl::StrAppend(&text, "\n", RecommendationDetail(one, session.view()));
                        }
                        return text;
                      });
}

absl::StatusOr<uint64_t> ParseSeed(const std::string& text) {
  uint64_t seed = 0;
  if (absl::SimpleAtoi(text, &seed)) return seed;
  return absl::InvalidArgumentError("a seed is a number of 64 bits");
}

struct AuditFlags {
  std::string quarter;
  uint64_t seed = 0;
};

void DeclareAudit(Options& options, AuditFlags& flags) {
  options.Add("QUARTER", flags.quarter, "The quarter, as 2027-Q1").Required();
  AddParsed(options, "--seed", flags.seed, ParseSeed, "What the sample is drawn by");
}

absl::Status RunAudit(const AuditFlags& flags, Session& session) {
  v1::AuditQuarterRequest request;
  request.set_parent(session.tenant());
  request.set_quarter(flags.quarter);
  request.set_seed(flags.seed);
  return session.Show(
      session.Call(&Attributions::AuditQuarter, request),
      [&](const auto& response) { return AuditDetail(response.audit(), session.view()); });
}

struct AuditedFlags {
  ListFlags list;
  std::string quarter;
  v1::AuditFinding finding = v1::AUDIT_FINDING_UNSPECIFIED;
};

void DeclareAudited(Options& options, AuditedFlags& flags) {
  options.Add("QUARTER", flags.quarter, "The quarter, as 2027-Q1").Required();
  AddEnum(options, "--finding", flags.finding, "Only with this finding");
  DeclareListFlags(options, flags.list);
}

absl::Status RunAudited(const AuditedFlags& flags, Session& session) {
  Filter filter;
  filter.Word("finding", EnumText(flags.finding));
  v1::ListAuditItemsRequest request;
  request.set_parent(session.Name("attributionAudits", flags.quarter));
  request.set_filter(filter.text());
  return PrintList(session,
                   ReadList(session, &Attributions::ListAuditItems, request,
                            &v1::ListAuditItemsResponse::items, flags.list),
                   [&](const auto& items) { return AuditItemTable(items, session.view()); });
}

struct FindingFlags {
  std::string quarter;
  std::string attribution;
  v1::AuditFinding finding = v1::AUDIT_FINDING_UNSPECIFIED;
  std::string comment;
};

void DeclareFinding(Options& options, FindingFlags& flags) {
  options.Add("QUARTER", flags.quarter, "The quarter, as 2027-Q1").Required();
  options.Add("ATTRIBUTION", flags.attribution, "The attribution").Required();
  AddEnum(options, "--finding", flags.finding, "What you found").Required();
  options.Add("--comment", flags.comment, "What you say of it").Required();
}

absl::Status RunFinding(const FindingFlags& flags, Session& session) {
  v1::RecordAuditFindingRequest request;
  request.set_name(
      absl::StrCat(session.Name("attributionAudits", flags.quarter), "/items/", flags.attribution));
  request.set_finding(flags.finding);
  request.set_comment(flags.comment);
  return session.Show(
      session.Call(&Attributions::RecordAuditFinding, request),
      [&](const auto& response) { return AuditItemTable({response.item()}, session.view()); });
}

}  // namespace

void AddAttributionLifeCommands(const CommandGroup& attribution) {
  attribution.Add(
      "attach", "Attach evidence to a proposed attribution",
      "baton attribution attach 01JB2Q --kind customer_conversation --at 2027-03-01 \\\n"
      "    --excerpt \"We would like to renew for another year.\"",
      DeclareAttach, RunAttach);
  attribution.Add("recommend", "Show what the facts make of a booking, and what evidence lacks",
                  "baton attribution recommend 01JB2Q", DeclareRecommend, RunRecommend);
  attribution.Add("audit", "Draw the audit of a quarter that has ended",
                  "baton attribution audit 2027-Q1", DeclareAudit, RunAudit);
  attribution.Add("audited", "List what a quarter's audit looks at",
                  "baton attribution audited 2027-Q1 --finding evidence_lacking", DeclareAudited,
                  RunAudited);
  attribution.Add("finding", "Record what you found in an audit",
                  "baton attribution finding 2027-Q1 01JB2Q --finding in_order \\\n"
                  "    --comment \"Calls and mails bear it out\"",
                  DeclareFinding, RunFinding);
}

}  // namespace baton::cli
