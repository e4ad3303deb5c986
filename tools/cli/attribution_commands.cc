// attribution list | show | sign; see attribution_life_commands.cc for the others.
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "baton/v1/attribution_service.grpc.pb.h"
#include "tools/cli/attribution_life_commands.h"
#include "tools/cli/attribution_view.h"
#include "tools/cli/commands.h"
#include "tools/cli/listing.h"
#include "tools/cli/option.h"

namespace baton::cli {
namespace {

using Attributions = v1::AttributionService::Stub;

struct AttributionListFlags {
  ListFlags list;
  std::string account;
  std::string booking;
  std::string ae;
  std::string csm;
  v1::AttributionState state = v1::ATTRIBUTION_STATE_UNSPECIFIED;
  std::optional<TimeSpec> from;
  std::optional<TimeSpec> to;
  bool by_category = false;
};

void DeclareList(Options& options, AttributionListFlags& flags) {
  options.Add("--account", flags.account, "Only of this account");
  options.Add("--booking", flags.booking, "Only of this booking");
  options.Add("--ae", flags.ae, "Only crediting this AE");
  options.Add("--csm", flags.csm, "Only crediting this CSM");
  AddEnum(options, "--state", flags.state, "Only in this state");
  AddTime(options, "--from", flags.from, "Only booked at or after this");
  AddTime(options, "--to", flags.to, "Only booked before this");
  options.AddFlag("--by-category", flags.by_category,
                  "Sum all of them by category and currency instead of listing them");
  DeclareListFlags(options, flags.list);
}

v1::ListAttributionsRequest ListRequest(const AttributionListFlags& flags, const Session& session) {
  Filter filter;
  filter.Name("account", session.Name("accounts", flags.account));
  filter.Name("booking", session.Name("bookings", flags.booking));
  filter.Name("ae", session.Name("people", flags.ae));
  filter.Name("csm", session.Name("people", flags.csm));
  filter.Word("state", EnumText(flags.state));
  if (flags.from) filter.Compare("booked_time", ">=", flags.from->At(session.now()));
  if (flags.to) filter.Compare("booked_time", "<", flags.to->At(session.now()));
  v1::ListAttributionsRequest request;
  request.set_parent(session.tenant());
  request.set_filter(filter.text());
  return request;
}

absl::Status PrintByCategory(const std::vector<v1::Attribution>& attributions, Session& session) {
  BATON_ASSIGN_OR_RETURN(const CategorySums sums, SumByCategory(attributions));
  session.out() << (session.json() ? CategoryJsonLines(sums) : CategoryTable(sums, session.view()));
  return absl::OkStatus();
}

absl::Status RunList(const AttributionListFlags& flags, Session& session) {
  ListFlags list = flags.list;
  list.all = list.all || flags.by_category;
  const auto listing =
      ReadList(session, &Attributions::ListAttributions, ListRequest(flags, session),
               &v1::ListAttributionsResponse::attributions, list);
  if (flags.by_category && listing.ok()) return PrintByCategory(listing->items, session);
  return PrintList(session, listing,
                   [&](const auto& all) { return AttributionTable(all, session.view()); });
}

struct ShowFlags {
  std::string attribution;
};

void DeclareShow(Options& options, ShowFlags& flags) {
  options.Add("ATTRIBUTION", flags.attribution, "The attribution").Required();
}

absl::Status RunShow(const ShowFlags& flags, Session& session) {
  v1::GetAttributionRequest request;
  request.set_name(session.Name("attributions", flags.attribution));
  return session.Show(session.Call(&Attributions::GetAttribution, request),
                      [&](const auto& response) {
                        return AttributionDetail(response.attribution(), session.view());
                      });
}

struct SignFlags {
  std::vector<std::string> attributions;
  v1::SigningSide side = v1::SIGNING_SIDE_UNSPECIFIED;
  std::string health_waiver;
};

void DeclareSign(Options& options, SignFlags& flags) {
  options.Add("ATTRIBUTION", flags.attributions, "The attributions, at most 1,000").Required();
  AddEnum(options, "--side", flags.side, "The side you sign for").Required();
  options.Add("--waive-health", flags.health_waiver,
              "Why you do without a health history that is missing");
}

std::string SignedText(const v1::Attribution& attribution, v1::SigningSide side) {
  return absl::StrCat("signed for ", EnumText(side), ": attribution ",
                      ShortName(attribution.name()), " is ", EnumText(attribution.state()), "\n");
}

std::string ResultsText(const SignFlags& flags, const v1::BatchSignAttributionsResponse& response) {
  std::string text;
  for (int i = 0; i < response.results_size(); ++i) {
    const v1::SignResult& result = response.results(i);
    absl::StrAppend(&text, result.has_attribution()
                               ? SignedText(result.attribution(), flags.side)
                               : absl::StrCat("not signed: attribution ", flags.attributions[i],
                                              ": ", result.error().message(), "\n"));
  }
  return text;
}

absl::Status RunSign(const SignFlags& flags, Session& session) {
  if (flags.attributions.size() > 1) {
    v1::BatchSignAttributionsRequest request;
    request.set_parent(session.tenant());
    for (const std::string& id : flags.attributions) {
      request.add_names(session.Name("attributions", id));
    }
    request.set_side(flags.side);
    request.set_health_waiver(flags.health_waiver);
    return session.Show(session.Call(&Attributions::BatchSignAttributions, request),
                        [&](const auto& response) { return ResultsText(flags, response); });
  }
  v1::SignAttributionRequest request;
  request.set_name(session.Name("attributions", flags.attributions.front()));
  request.set_side(flags.side);
  request.set_health_waiver(flags.health_waiver);
  return session.Show(
      session.Call(&Attributions::SignAttribution, request),
      [&](const auto& response) { return SignedText(response.attribution(), flags.side); });
}

}  // namespace

void AddAttributionCommands(const CommandGroup& root) {
  const CommandGroup group =
      root.AddGroup("attribution", "What bookings are made of, and who vouches for that");
  group.Add("list", "List attributions, newest booking first, or sum them by category",
            "baton attribution list --by-category --from 2027-01-01 --to 2027-04-01", DeclareList,
            RunList);
  group.Add("show", "Show one attribution with its parts, credit, and why",
            "baton attribution show 01JB2Q", DeclareShow, RunShow);
  group.Add("sign", "Sign attributions for one side", "baton attribution sign 01JB2Q --side cs",
            DeclareSign, RunSign);
  AddAttributionLifeCommands(group);
}

}  // namespace baton::cli
