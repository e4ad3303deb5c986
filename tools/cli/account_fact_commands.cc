#include "tools/cli/account_fact_commands.h"

#include <optional>
#include <string>
#include <vector>

#include "baton/v1/account_service.grpc.pb.h"
#include "tools/cli/account_view.h"
#include "tools/cli/listing.h"
#include "tools/cli/option.h"

namespace baton::cli {
namespace {

using Accounts = v1::AccountService::Stub;

struct HealthFlags {
  std::string account;
  v1::HealthTier tier = v1::HEALTH_TIER_UNSPECIFIED;
  std::optional<double> score;
  std::optional<TimeSpec> at;
  std::optional<v1::SourceRecord> source;
  bool manual = false;
  ListFlags list;
};

void DeclareHealth(Options& options, HealthFlags& flags) {
  options.Add("ACCOUNT", flags.account, "The account").Required();
  const Option tier = AddEnum(options, "--tier", flags.tier, "Record this tier");
  options.Add("--score", flags.score, "The score on the source's scale").Needs(tier);
  AddTime(options, "--at", flags.at, "When it was observed; default now").Needs(tier);
  AddSource(options, "--source", flags.source, "Where it came from").Needs(tier);
  options.AddFlag("--manual", flags.manual, "A person set it by hand").Needs(tier);
  DeclareListFlags(options, flags.list);
}

absl::Status ListHealth(const HealthFlags& flags, Session& session) {
  v1::ListHealthObservationsRequest request;
  request.set_parent(session.Name("accounts", flags.account));
  return PrintList(
      session,
      ReadList(session, &Accounts::ListHealthObservations, request,
               &v1::ListHealthObservationsResponse::observations, flags.list),
      [&](const auto& observations) { return HealthTable(observations, session.view()); });
}

absl::Status RunHealth(const HealthFlags& flags, Session& session) {
  if (flags.tier == v1::HEALTH_TIER_UNSPECIFIED) return ListHealth(flags, session);
  v1::RecordHealthRequest request;
  request.set_parent(session.Name("accounts", flags.account));
  v1::HealthObservation& observation = *request.mutable_observation();
  observation.set_tier(flags.tier);
  observation.set_manual(flags.manual);
  if (flags.score) observation.set_score(*flags.score);
  if (flags.at) *observation.mutable_observe_time() = ToProto(flags.at->At(session.now()));
  if (flags.source) *observation.mutable_source() = *flags.source;
  return session.Show(session.Call(&Accounts::RecordHealth, request), [&](const auto& response) {
    return HealthTable({response.observation()}, session.view());
  });
}

struct ActivityFlags {
  std::string account;
  std::string type;
  std::optional<TimeSpec> at;
  std::string person;
  v1::Role role = v1::ROLE_UNSPECIFIED;
  bool two_way = false;
  bool expansion = false;
  bool cross_sell = false;
  v1::Team team = v1::TEAM_UNSPECIFIED;
  std::string note;
  std::optional<v1::SourceRecord> source;
  std::string opportunity;
  ListFlags list;
};

void DeclareActivity(Options& options, ActivityFlags& flags) {
  options.Add("ACCOUNT", flags.account, "The account").Required();
  const Option type = options.Add("--type", flags.type,
                                  "Record an activity of this type: call, meeting, email, ebr, "
                                  "save_call, brokered_introduction, executive_sponsor, ...");
  AddTime(options, "--at", flags.at, "When it happened; default now").Needs(type);
  options.Add("--person", flags.person, "Who did it; me: the caller").Needs(type);
  AddEnum(options, "--role", flags.role, "In which role").Needs(type);
  options.AddFlag("--two-way", flags.two_way, "The customer took part").Needs(type);
  options.AddFlag("--expansion", flags.expansion, "Expansion came up in it").Needs(type);
  options.AddFlag("--cross-sell", flags.cross_sell, "Another product was talked about").Needs(type);
  AddEnum(options, "--team", flags.team, "Whose touch it is, if no CSM's or AE's").Needs(type);
  options.Add("--note", flags.note, "What was said").Needs(type);
  AddSource(options, "--source", flags.source, "Where it came from").Needs(type);
  options.Add("--opportunity", flags.opportunity, "The opportunity it belongs to").Needs(type);
  DeclareListFlags(options, flags.list);
}

absl::Status ListActivities(const ActivityFlags& flags, Session& session) {
  v1::ListActivitiesRequest request;
  request.set_parent(session.Name("accounts", flags.account));
  return PrintList(
      session,
      ReadList(session, &Accounts::ListActivities, request, &v1::ListActivitiesResponse::activities,
               flags.list),
      [&](const auto& activities) { return ActivityTable(activities, session.view()); });
}

absl::Status RunActivity(const ActivityFlags& flags, Session& session) {
  if (flags.type.empty()) return ListActivities(flags, session);
  v1::RecordActivityRequest request;
  request.set_parent(session.Name("accounts", flags.account));
  v1::Activity& activity = *request.mutable_activity();
  activity.set_activity_type(flags.type);
  activity.set_person(session.Name("people", flags.person));
  activity.set_role(flags.role);
  activity.set_two_way(flags.two_way);
  activity.set_expansion_discussed(flags.expansion);
  activity.set_cross_sell_discussed(flags.cross_sell);
  activity.set_team(flags.team);
  activity.set_note(flags.note);
  activity.set_opportunity(session.Name("opportunities", flags.opportunity));
  if (flags.at) *activity.mutable_occur_time() = ToProto(flags.at->At(session.now()));
  if (flags.source) *activity.mutable_source() = *flags.source;
  return session.Show(session.Call(&Accounts::RecordActivity, request), [&](const auto& response) {
    return ActivityTable({response.activity()}, session.view());
  });
}

}  // namespace

void AddAccountFacts(const CommandGroup& account) {
  account.Add("health", "List the health history; with --tier, record an observation",
              "baton account health helios --tier yellow --score 61 --at 2027-01-05", DeclareHealth,
              RunHealth);
  account.Add("activity", "List the activities; with --type, record one",
              "baton account activity helios --type save_call --person rosa --role csm --two-way",
              DeclareActivity, RunActivity);
}

}  // namespace baton::cli
