#include "tools/cli/person_time_commands.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "baton/v1/account_service.grpc.pb.h"
#include "tools/cli/option.h"
#include "tools/cli/person_view.h"

namespace baton::cli {
namespace {

using Accounts = v1::AccountService::Stub;

struct AbsenceFlags {
  std::string person;
  std::optional<TimeSpec> from;
  std::optional<TimeSpec> to;
  std::string deputy;
  bool clear = false;
};

void DeclareAbsence(Options& options, AbsenceFlags& flags) {
  options.Add("PERSON", flags.person, "Who is away; me: the caller").Required();
  AddTime(options, "--from", flags.from, "From when on; default now");
  AddTime(options, "--to", flags.to, "Until when");
  options.Add("--deputy", flags.deputy, "Who stands in");
  options.AddFlag("--clear", flags.clear, "Take the absence back that begins at --from");
}

absl::Status RunAbsence(const AbsenceFlags& flags, Session& session) {
  v1::SetAbsenceRequest request;
  request.set_person(session.Name("people", flags.person));
  v1::Absence& absence = *request.mutable_absence();
  if (flags.from) *absence.mutable_start_time() = ToProto(flags.from->At(session.now()));
  if (flags.to) *absence.mutable_end_time() = ToProto(flags.to->At(session.now()));
  absence.set_deputy(session.Name("people", flags.deputy));
  request.set_clear(flags.clear);
  return session.Show(session.Call(&Accounts::SetAbsence, request), [&](const auto& response) {
    return PersonDetail(response.person(), session.view());
  });
}

struct EndFlags {
  std::string person;
  std::optional<TimeSpec> at;
  bool withdraw = false;
};

void DeclareEnd(Options& options, EndFlags& flags) {
  options.Add("PERSON", flags.person, "Who leaves").Required();
  AddTime(options, "--at", flags.at, "When; default now");
  options.AddFlag("--withdraw", flags.withdraw, "Take a date back that has not come yet");
}

absl::Status RunEnd(const EndFlags& flags, Session& session) {
  v1::EndPersonRequest request;
  request.set_name(session.Name("people", flags.person));
  if (flags.at) *request.mutable_end_time() = ToProto(flags.at->At(session.now()));
  request.set_withdraw(flags.withdraw);
  return session.Show(session.Call(&Accounts::EndPerson, request), [&](const auto& response) {
    std::string text = PersonDetail(response.person(), session.view());
    if (response.moved_signals() > 0) {
      absl::StrAppend(&text, response.moved_signals(), " open signals moved\n");
    }
    return text;
  });
}

struct MergeFlags {
  std::string survivor;
  std::string merged;
};

void DeclareMerge(Options& options, MergeFlags& flags) {
  options.Add("SURVIVOR", flags.survivor, "Who stays").Required();
  options.Add("MERGED", flags.merged, "Whose record joins theirs").Required();
}

absl::Status RunMerge(const MergeFlags& flags, Session& session) {
  v1::MergePeopleRequest request;
  request.set_survivor(session.Name("people", flags.survivor));
  request.set_merged(session.Name("people", flags.merged));
  return session.Show(session.Call(&Accounts::MergePeople, request), [&](const auto& response) {
    return PersonDetail(response.person(), session.view());
  });
}

}  // namespace

void AddPersonTimes(const CommandGroup& person) {
  person.Add("absence", "Say that somebody is away, and who stands in",
             "baton person absence rosa --from 2027-02-01 --to 2027-02-15 --deputy tom",
             DeclareAbsence, RunAbsence);
  person.Add("end", "Say when somebody leaves; their open work moves to their manager",
             "baton person end rosa --at 2027-03-31", DeclareEnd, RunEnd);
  person.Add("merge", "Join two records of one person", "baton person merge rosa rosa.lind",
             DeclareMerge, RunMerge);
}

}  // namespace baton::cli
