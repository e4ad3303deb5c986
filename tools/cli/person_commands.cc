// person set | show | list | absence | end | merge.
#include <string>
#include <vector>

#include "baton/v1/account_service.grpc.pb.h"
#include "tools/cli/commands.h"
#include "tools/cli/listing.h"
#include "tools/cli/option.h"
#include "tools/cli/person_time_commands.h"
#include "tools/cli/person_view.h"

namespace baton::cli {
namespace {

using Accounts = v1::AccountService::Stub;

struct SetFlags {
  std::string person;
  std::string name;
  std::string email;
  v1::Role role = v1::ROLE_UNSPECIFIED;
  std::string manager;
  v1::Segment segment = v1::SEGMENT_UNSPECIFIED;
  std::vector<v1::SourceRecord> external_ids;
  std::string payee_id;
};

void DeclareSet(Options& options, SetFlags& flags) {
  options.Add("PERSON", flags.person, "Their id, which you choose").Required();
  options.Add("--name", flags.name, "Full name");
  options.Add("--email", flags.email, "Mail address; payloads find people by it");
  AddEnum(options, "--role", flags.role, "Main role");
  options.Add("--manager", flags.manager, "Their manager");
  AddEnum(options, "--segment", flags.segment, "Segment they work in");
  AddParsedList(options, "--external-id", flags.external_ids, ParseSourceRecord,
                "Their id in another system, as salesforce:005A1");
  options.Add("--payee-id", flags.payee_id, "Their id in the commission tool");
}

absl::Status RunSet(const SetFlags& flags, Session& session) {
  v1::UpsertPersonRequest request;
  v1::Person& person = *request.mutable_person();
  person.set_name(session.Name("people", flags.person));
  person.set_display_name(flags.name);
  person.set_email(flags.email);
  person.set_role(flags.role);
  person.set_manager(session.Name("people", flags.manager));
  person.set_segment(flags.segment);
  person.set_payee_id(flags.payee_id);
  person.mutable_external_ids()->Add(flags.external_ids.begin(), flags.external_ids.end());
  return session.Show(session.Call(&Accounts::UpsertPerson, request), [&](const auto& response) {
    return PersonDetail(response.person(), session.view());
  });
}

struct ShowFlags {
  std::string person;
};

void DeclareShow(Options& options, ShowFlags& flags) {
  options.Add("PERSON", flags.person, "The person; me: the caller").Required();
}

absl::Status RunShow(const ShowFlags& flags, Session& session) {
  v1::GetPersonRequest request;
  request.set_name(session.Name("people", flags.person));
  return session.Show(session.Call(&Accounts::GetPerson, request), [&](const auto& response) {
    return PersonDetail(response.person(), session.view());
  });
}

struct PersonListFlags {
  ListFlags list;
};

void DeclareList(Options& options, PersonListFlags& flags) {
  DeclareListFlags(options, flags.list);
}

absl::Status RunList(const PersonListFlags& flags, Session& session) {
  v1::ListPeopleRequest request;
  request.set_parent(session.tenant());
  return PrintList(session,
                   ReadList(session, &Accounts::ListPeople, request,
                            &v1::ListPeopleResponse::people, flags.list),
                   [&](const auto& people) { return PersonTable(people, session.view()); });
}

}  // namespace

void AddPersonCommands(const CommandGroup& root) {
  const CommandGroup person = root.AddGroup("person", "Our own people");
  person.Add("set", "Create a person, or change the fields given",
             "baton person set rosa --name \"Rosa Lind\" --role csm --manager ida "
             "--email rosa@acme.example",
             DeclareSet, RunSet);
  person.Add("show", "Show one person", "baton person show rosa", DeclareShow, RunShow);
  person.Add("list", "List people by name", "baton person list", DeclareList, RunList);
  AddPersonTimes(person);
}

}  // namespace baton::cli
