// outbox, delivery and deadletter: what leaves, and what could not come in.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "baton/v1/integration_service.grpc.pb.h"
#include "tools/cli/applied_view.h"
#include "tools/cli/commands.h"
#include "tools/cli/errors.h"
#include "tools/cli/listing.h"
#include "tools/cli/option.h"
#include "tools/cli/render.h"
#include "tools/cli/view_text.h"

namespace baton::cli {
namespace {

using Integration = v1::IntegrationService::Stub;

struct OutboxFlags {
  ListFlags list;
  v1::DeliveryKind kind = v1::DELIVERY_KIND_UNSPECIFIED;
  v1::DeliveryState state = v1::DELIVERY_STATE_UNSPECIFIED;
  std::string recipient;
  std::string record;
  bool body = false;
};

void DeclareOutbox(Options& options, OutboxFlags& flags) {
  AddEnum(options, "--kind", flags.kind, "Only of this kind");
  AddEnum(options, "--state", flags.state, "Only in this state");
  options.Add("--to", flags.recipient,
              "Only for this recipient: people/ida, queues/revops, salesforce, hubspot");
  options.Add("--record", flags.record, "Only about this record, as signals/01JB2Q");
  options.AddFlag("--body", flags.body, "Show the content too");
  DeclareListFlags(options, flags.list);
}

// "people/ida" in full; queues and systems are names already.
std::string RecipientName(const Session& session, const std::string& recipient) {
  const bool person = recipient == "me" || recipient.rfind("people/", 0) == 0;
  return person ? session.Name("people", recipient) : recipient;
}

std::string RecordName(const Session& session, const std::string& record) {
  const bool whole = record.empty() || record.rfind("tenants/", 0) == 0;
  return whole ? record : absl::StrCat(session.tenant(), "/", record);
}

// "signals/01JB2Q": what --record takes.
std::string WithoutTenant(const std::string& name) {
  const size_t tenant_end = name.rfind("tenants/", 0) == 0 ? name.find('/', 8) : std::string::npos;
  return tenant_end == std::string::npos ? name : name.substr(tenant_end + 1);
}

std::string DeliveryTable(const std::vector<v1::Delivery>& deliveries, bool body,
                          const View& view) {
  Table table({{"WRITTEN"},
               {"KIND"},
               {"TO"},
               {"SUBJECT", Column::kShrink},
               {"RULE", Column::kLeft, true},
               {"STATE", Column::kLeft, true},
               {"TRIES", Column::kRight, true},
               {"ABOUT", Column::kLeft, true}});
  for (const v1::Delivery& delivery : deliveries) {
    table.AddRow({TimeText(delivery.create_time()), EnumText(delivery.kind()),
                  ShortName(delivery.recipient()), delivery.subject(), delivery.rule(),
                  EnumText(delivery.state()), absl::StrCat(delivery.attempt_count()),
                  WithoutTenant(delivery.record())});
    if (!delivery.last_answer().empty()) {
      table.AddNote(absl::StrCat(ShortName(delivery.name()), ": ", delivery.last_answer()));
    }
    if (body) table.AddNote(delivery.body());
  }
  return table.Render(view.terminal);
}

absl::Status RunOutbox(const OutboxFlags& flags, Session& session) {
  Filter filter;
  filter.Word("kind", EnumText(flags.kind));
  filter.Word("state", EnumText(flags.state));
  filter.Name("recipient", RecipientName(session, flags.recipient));
  filter.Name("record", RecordName(session, flags.record));
  v1::ListDeliveriesRequest request;
  request.set_parent(session.tenant());
  request.set_filter(filter.text());
  return PrintList(session,
                   ReadList(session, &Integration::ListDeliveries, request,
                            &v1::ListDeliveriesResponse::deliveries, flags.list),
                   [&](const auto& all) { return DeliveryTable(all, flags.body, session.view()); });
}

struct DeadLetterFlags {
  ListFlags list;
  bool payload = false;
};

void DeclareDeadLetters(Options& options, DeadLetterFlags& flags) {
  options.AddFlag("--payload", flags.payload, "Show the payloads too");
  DeclareListFlags(options, flags.list);
}

std::string DeadLetterTable(const std::vector<v1::DeadLetter>& letters, bool payload,
                            const View& view) {
  Table table({{"RECEIVED"},
               {"DEAD LETTER"},
               {"VENDOR"},
               {"BYTES", Column::kRight},
               {"FAULTS", Column::kRight}});
  for (const v1::DeadLetter& letter : letters) {
    table.AddRow({TimeText(letter.receive_time()), ShortName(letter.name()), letter.vendor(),
                  absl::StrCat(letter.payload().size()), absl::StrCat(letter.faults_size())});
    table.AddNote(absl::StrJoin(letter.faults(), "\n"));
    if (payload) table.AddNote(letter.payload());
  }
  return table.Render(view.terminal);
}

absl::Status RunDeadLetters(const DeadLetterFlags& flags, Session& session) {
  v1::ListDeadLettersRequest request;
  request.set_parent(session.tenant());
  return PrintList(
      session,
      ReadList(session, &Integration::ListDeadLetters, request,
               &v1::ListDeadLettersResponse::dead_letters, flags.list),
      [&](const auto& all) { return DeadLetterTable(all, flags.payload, session.view()); });
}

struct RetryDeliveryFlags {
  std::string delivery;
};

void DeclareRetryDelivery(Options& options, RetryDeliveryFlags& flags) {
  options.Add("DELIVERY", flags.delivery, "The delivery").Required();
}

absl::Status RunRetryDelivery(const RetryDeliveryFlags& flags, Session& session) {
  v1::RetryDeliveryRequest request;
  request.set_name(session.Name("deliveries", flags.delivery));
  return session.Show(session.Call(&Integration::RetryDelivery, request), [](const auto& response) {
    return absl::StrCat(ShortName(response.delivery().name()), " is ",
                        EnumText(response.delivery().state()), "\n");
  });
}

struct RetryLetterFlags {
  std::string letter;
  bool all = false;
};

void DeclareRetryLetter(Options& options, RetryLetterFlags& flags) {
  const Option letter = options.Add("LETTER", flags.letter, "The dead letter");
  options.AddFlag("--all", flags.all, "All of them, the oldest first").Excludes(letter);
}

absl::Status RetryLetter(const std::string& letter, Session& session) {
  v1::RetryDeadLetterRequest request;
  request.set_name(session.Name("deadLetters", letter));
  return session.Show(
      session.Call(&Integration::RetryDeadLetter, request),
      [&](const auto& response) { return AppliedTable(response.facts(), session.view()); });
}

// One that is still refused does not stop the others.
absl::Status RetryAll(Session& session) {
  v1::ListDeadLettersRequest request;
  request.set_parent(session.tenant());
  BATON_ASSIGN_OR_RETURN(
      const auto listing,
      ReadList(session, &Integration::ListDeadLetters, request,
               &v1::ListDeadLettersResponse::dead_letters, ListFlags{.limit = 1, .all = true}));
  int refused = 0;
  for (auto letter = listing.items.rbegin(); letter != listing.items.rend(); ++letter) {
    const absl::Status status = RetryLetter(letter->name(), session);
    if (status.ok()) continue;
    ++refused;
    session.notes() << ShortName(letter->name()) << "\n" << ErrorText(status);
  }
  if (refused == 0) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat(refused, " of ", listing.items.size(), " are still refused"));
}

absl::Status RunRetryLetter(const RetryLetterFlags& flags, Session& session) {
  if (flags.all) return RetryAll(session);
  if (flags.letter.empty()) return UsageError("name a dead letter, or say --all");
  return RetryLetter(flags.letter, session);
}

}  // namespace

void AddOutboxCommands(const CommandGroup& root) {
  root.Add("outbox", "List what leaves for people and other systems, newest first",
           "baton outbox --kind direct_message --to people/ida --body", DeclareOutbox, RunOutbox);
  root.AddGroup("delivery", "What leaves, one by one")
      .Add("retry", "Try again what failed to leave, or waits for its next try",
           "baton delivery retry 01JB2Q.acknowledge.1.csm", DeclareRetryDelivery, RunRetryDelivery);
  const CommandGroup letters = root.AddGroup("deadletter", "Payloads that could not be applied");
  letters.Add("list", "List them with every fault, newest first", "baton deadletter list --payload",
              DeclareDeadLetters, RunDeadLetters);
  letters.Add("retry", "Read and apply them again, with the mapping of now",
              "baton deadletter retry 5f0c1a9e", DeclareRetryLetter, RunRetryLetter);
}

}  // namespace baton::cli
