#include "server/delivery_desk.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "adapters/cs_update.h"
#include "adapters/registry.h"
#include "adapters/slack/slack_message.h"
#include "adapters/smtp/mail.h"
#include "adapters/webhook_event.h"
#include "domain/crm_handoff.h"
#include "domain/delivery.h"
#include "domain/instant.h"
#include "domain/status_macros.h"
#include "server/connection_settings.h"
#include "server/crm_delivery.h"
#include "store/absences.h"
#include "store/accounts.h"
#include "store/outbox.h"
#include "store/people.h"
#include "store/signals.h"

namespace baton::server {
namespace {

std::string IdIn(absl::string_view system,
                 const google::protobuf::RepeatedPtrField<v1::SourceRecord>& ids) {
  for (const v1::SourceRecord& id : ids) {
    if (id.system() == system) return id.record_id();
  }
  return "";
}

// Whom a message is for: a person, or those who look after RevOps' queue. Mail addresses of the
// connection's setting "revops" stand for the queue where they are set.
absl::StatusOr<std::vector<v1::Person>> PeopleFor(store::Session& session,
                                                  const LetterSource& source) {
  std::vector<v1::Person> people;
  const std::string& recipient = source.delivery.recipient();
  if (recipient != std::string(domain::kRevopsQueue)) {
    BATON_ASSIGN_OR_RETURN(people.emplace_back(),
                           store::GetPerson(session, source.tenant, recipient));
    return people;
  }
  const std::string stated = SettingOf(source.connection, "revops");
  for (const absl::string_view address : absl::StrSplit(stated, ',', absl::SkipWhitespace())) {
    people.emplace_back().set_email(std::string(absl::StripAsciiWhitespace(address)));
  }
  if (!people.empty()) return people;
  BATON_ASSIGN_OR_RETURN(const std::vector<std::string> names,
                         store::SeatHolders(session, source.tenant, v1::ROLE_REVOPS, source.now));
  for (const std::string& name : names) {
    if (people.size() == adapters::kMaxSlackPeople) break;
    BATON_ASSIGN_OR_RETURN(people.emplace_back(), store::GetPerson(session, source.tenant, name));
  }
  return people;
}

absl::StatusOr<Letter> SlackLetter(const LetterSource& source,
                                   const std::vector<v1::Person>& people) {
  adapters::SlackMessage message;
  message.key = source.delivery.name();
  message.subject = source.delivery.subject();
  message.body = source.delivery.body();
  for (const v1::Person& person : people) {
    message.to.push_back({IdIn("slack", person.external_ids()), person.email()});
  }
  Letter letter;
  BATON_ASSIGN_OR_RETURN(letter.requests, adapters::RenderSlackMessage(message));
  return letter;
}

absl::StatusOr<Letter> MailLetter(const LetterSource& source,
                                  const std::vector<v1::Person>& people) {
  adapters::MailMessage mail;
  mail.key = source.delivery.name();
  mail.from = SettingOf(source.connection, "from");
  for (const v1::Person& person : people) mail.to.push_back(person.email());
  mail.subject = source.delivery.subject();
  mail.body = source.delivery.body();
  mail.time = domain::ToTime(source.delivery.create_time());
  Letter letter;
  BATON_ASSIGN_OR_RETURN(letter.mail, adapters::RenderMail(mail));
  letter.mail_from = mail.from;
  letter.mail_to = mail.to;
  return letter;
}

absl::StatusOr<Letter> MessageLetter(store::Session& session, const LetterSource& source) {
  BATON_ASSIGN_OR_RETURN(const std::vector<v1::Person> people, PeopleFor(session, source));
  return source.connection.vendor() == "slack" ? SlackLetter(source, people)
                                               : MailLetter(source, people);
}

absl::StatusOr<Letter> WebhookLetter(const LetterSource& source) {
  Letter letter;
  BATON_ASSIGN_OR_RETURN(letter.requests.emplace_back(),
                         adapters::RenderWebhook(source.delivery, source.secrets, source.now));
  return letter;
}

absl::StatusOr<Letter> CsLetter(store::Session& session, const LetterSource& source) {
  const std::string& vendor = source.connection.vendor();
  BATON_ASSIGN_OR_RETURN(const v1::Signal signal,
                         store::GetSignal(session, source.tenant, source.delivery.record()));
  BATON_ASSIGN_OR_RETURN(const v1::Account account,
                         store::GetAccount(session, source.tenant, signal.account()));
  adapters::CsUpdate update;
  update.key = source.delivery.name();
  update.account_id = IdIn(vendor, account.external_ids());
  update.record_id = signal.source().record_id();
  update.subject = source.delivery.subject();
  update.text = adapters::CsUpdateText(source.delivery.body());
  update.time = domain::ToTime(source.delivery.create_time());
  if (!signal.csm().empty()) {
    BATON_ASSIGN_OR_RETURN(const v1::Person csm,
                           store::GetPerson(session, source.tenant, signal.csm()));
    update.author_email = csm.email();
  }
  Letter letter;
  BATON_ASSIGN_OR_RETURN(
      letter.requests, adapters::FindCsUpdateWriter(vendor)(update, SettingsOf(source.connection)));
  return letter;
}

// The person's id in the CRM; empty for nobody, for a queue and for one who has none there.
absl::StatusOr<std::string> CrmPerson(store::Session& session, const LetterSource& source,
                                      const std::string& person) {
  if (!absl::StrContains(person, "/people/")) return std::string();
  BATON_ASSIGN_OR_RETURN(const v1::Person found, store::GetPerson(session, source.tenant, person));
  return IdIn(source.connection.vendor(), found.external_ids());
}

absl::StatusOr<Letter> CrmLetter(store::Session& session, const LetterSource& source) {
  CrmRecords records;
  BATON_ASSIGN_OR_RETURN(records.signal,
                         store::GetSignal(session, source.tenant, source.delivery.record()));
  const v1::Signal& signal = records.signal;
  BATON_ASSIGN_OR_RETURN(records.account,
                         store::GetAccount(session, source.tenant, signal.account()));
  adapters::CrmIds& ids = records.ids;
  ids.account = IdIn(source.connection.vendor(), records.account.external_ids());
  BATON_ASSIGN_OR_RETURN(ids.ae, CrmPerson(session, source, signal.ae()));
  BATON_ASSIGN_OR_RETURN(ids.csm, CrmPerson(session, source, signal.csm()));
  BATON_ASSIGN_OR_RETURN(records.recipient_id,
                         CrmPerson(session, source, source.delivery.recipient()));
  BATON_ASSIGN_OR_RETURN(ids.opportunity,
                         store::HandoffAnswerId(session, source.tenant, signal.name()));
  if (!signal.ae().empty()) {
    BATON_ASSIGN_OR_RETURN(const v1::Person ae,
                           store::GetPerson(session, source.tenant, signal.ae()));
    records.ae_name = ae.display_name();
  }
  Letter letter;
  BATON_ASSIGN_OR_RETURN(letter.requests, CrmRequests(source.delivery, source.connection, records));
  return letter;
}

}  // namespace

absl::StatusOr<Letter> WriteLetter(store::Session& session, const LetterSource& source) {
  const std::string& vendor = source.connection.vendor();
  if (vendor == "webhook") return WebhookLetter(source);
  if (vendor == "slack" || vendor == "smtp") return MessageLetter(session, source);
  if (adapters::FindCsUpdateWriter(vendor) != nullptr) return CsLetter(session, source);
  return CrmLetter(session, source);
}

absl::StatusOr<std::string> CrmOf(store::Session& session, const std::string& tenant,
                                  const v1::Delivery& delivery) {
  BATON_ASSIGN_OR_RETURN(const v1::Signal signal,
                         store::GetSignal(session, tenant, delivery.record()));
  BATON_ASSIGN_OR_RETURN(const v1::Account account,
                         store::GetAccount(session, tenant, signal.account()));
  return std::string(domain::CrmOf(account));
}

}  // namespace baton::server
