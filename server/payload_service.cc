// Payloads: IntegrationService's calls on what vendors send, one by one or in a stream.
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "adapters/registry.h"
#include "adapters/secrets.h"
#include "domain/instant.h"
#include "domain/refusal.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "server/error_details.h"
#include "server/fact_lookup.h"
#include "server/integration_service.h"
#include "server/item_run.h"
#include "server/letter_desk.h"
#include "server/mapping_desk.h"
#include "server/request_reader.h"
#include "store/dead_letters.h"

namespace baton::server {
namespace {

using Answer = absl::StatusOr<v1::IngestPayloadResponse>;

v1::IngestResult IngestResultOf(const Answer& answer, const std::string& log_id) {
  v1::IngestResult result;
  if (answer.ok()) {
    *result.mutable_facts() = answer->facts();
  } else {
    *result.mutable_error() = ItemErrorOf(answer.status(), log_id);
  }
  return result;
}

using IngestRun =
    ItemRun<v1::IngestPayloadRequest, v1::IngestPayloadResponse, v1::IngestResult, IngestResultOf>;

void CheckPayload(const v1::IngestPayloadRequest& request, RequestReader* reader) {
  reader->OptionalId("connection", request.connection(), "connections");
  const bool named = !request.connection().empty() && request.vendor().empty();
  if (!named && adapters::FindAdapter(request.vendor()) == nullptr) {
    reader->violations().Add(
        "vendor", absl::StrCat("is none of ", absl::StrJoin(adapters::VendorNames(), ", ")));
  }
  if (request.payload().empty()) reader->violations().Add("payload", "is missing");
  if (request.payload().size() > kMaxIngestBytes) {
    reader->violations().Add("payload", absl::StrCat("has more than ", kMaxIngestBytes, " bytes"));
  }
}

v1::DeadLetter NewLetter(const Call& call, const PayloadSource& source, const std::string& payload,
                         const absl::Status& refusal) {
  v1::DeadLetter letter;
  letter.set_name(LetterName(call.tenant(), source.vendor, payload));
  letter.set_vendor(source.vendor);
  letter.set_connection(source.connection);
  letter.set_payload(adapters::WithoutSecrets(
      payload, adapters::FindAdapter(source.vendor)->default_mapping().secrets));
  for (std::string& fault : FaultsOf(refusal)) letter.add_faults(std::move(fault));
  *letter.mutable_receive_time() = domain::ToTimestamp(call.now);
  letter.set_awaits(AwaitedBy(refusal));
  return letter;
}

}  // namespace

// One payload on its way: read, applied, or kept as a letter with the reason. Lives until `done`
// was called.
class IntegrationService::Ingest final : public std::enable_shared_from_this<Ingest> {
 public:
  using Request = std::shared_ptr<const v1::IngestPayloadRequest>;

  // `alive` keeps the call; `done` is called once, on any thread.
  Ingest(IntegrationService& service, const Call& call, Request request,
         std::shared_ptr<const void> alive, std::function<void(const Answer&)> done)
      : service_(service),
        call_(call),
        request_(std::move(request)),
        alive_(std::move(alive)),
        done_(std::move(done)),
        source_{request_->vendor(), request_->connection()} {}

  void Start() {
    service_.store().Read(
        [self = shared_from_this()](absl::Status status, store::Session* session) {
          if (status.ok() && self->call_.cancelled()) status = CallerGone();
          if (!status.ok()) return self->done_(status);
          auto source = ResolveSource(*session, self->call_.tenant(), self->source_);
          if (!source.ok()) return self->done_(source.status());
          self->source_ = *std::move(source);
          self->Read(TranslatePayload(*session, self->call_.tenant(), self->source_,
                                      self->request_->payload()));
        });
  }

 private:
  void Read(absl::StatusOr<std::vector<v1::Fact>> facts) {
    if (!facts.ok()) return Refused(facts.status());
    store::WriteOptions options = Options();
    options.request_id = request_->request_id();
    if (!options.request_id.empty())
      options.fingerprint = Fingerprint(call_, "IngestPayload", *request_);
    service_.store().Write(
        std::move(options),
        [self = shared_from_this(), facts = *std::move(facts),
         first = service_.NewId(call_)](store::Transaction& tx) -> absl::StatusOr<std::string> {
          BATON_ASSIGN_OR_RETURN(
              const v1::IngestPayloadResponse applied,
              ApplyPayload(tx,
                           LetterName(tx.tenant(), self->source_.vendor, self->request_->payload()),
                           self->source_.vendor, facts, IdSequence(first)));
          return applied.SerializeAsString();
        },
        [self = shared_from_this()](const absl::StatusOr<std::string>& answer) {
          if (!answer.ok()) return self->Refused(answer.status());
          self->done_(Deserialize<v1::IngestPayloadResponse>(answer));
        });
  }

  // Only what the payload is at fault for is kept as a letter.
  void Refused(const absl::Status& refusal) {
    if (!IsPayloadsFault(refusal) ||
        domain::ReasonOf(refusal) == v1::ERROR_REASON_REQUEST_ID_REUSED) {
      return done_(refusal);
    }
    v1::DeadLetter letter = NewLetter(call_, source_, request_->payload(), refusal);
    const absl::Status answer = WithDeadLetter(refusal, letter.name());
    store::WriteOptions options = Options();  // a refusal is not remembered
    service_.store().Write(
        std::move(options),
        [letter = std::move(letter)](store::Transaction& tx) -> absl::StatusOr<std::string> {
          BATON_RETURN_IF_ERROR(KeepLetter(tx, letter));
          return std::string();
        },
        [self = shared_from_this(), answer](const absl::StatusOr<std::string>& kept) {
          self->done_(kept.ok() ? answer : kept.status());
        });
  }

  store::WriteOptions Options() const {
    store::WriteOptions options = service_.Options(call_, "", alive_);
    options.method = "IngestPayload";
    options.request_id.clear();
    options.fingerprint.clear();
    return options;
  }

  IntegrationService& service_;
  const Call& call_;
  const Request request_;
  const std::shared_ptr<const void> alive_;
  const std::function<void(const Answer&)> done_;
  PayloadSource source_;
};

void IntegrationService::IngestPayload(const Call& call, const v1::IngestPayloadRequest& request,
                                       Reply<v1::IngestPayloadResponse> reply) {
  RequestReader reader(call);
  reader.Parent(request.parent());
  CheckPayload(request, &reader);
  if (!reader.status().ok()) return reply(reader.status());
  // The request lives as long as the reply.
  const auto alive = std::make_shared<Reply<v1::IngestPayloadResponse>>(reply);
  std::make_shared<Ingest>(*this, call, Ingest::Request(alive, &request), alive,
                           [reply](const Answer& answer) { reply(answer); })
      ->Start();
}

// Takes what a caller streams.
class IntegrationService::PayloadIntake final : public Intake {
 public:
  PayloadIntake(IntegrationService& service, const Call& call,
                Reply<v1::StreamPayloadsResponse> reply)
      : reply_(reply),
        run_(std::make_shared<IngestRun>(
            [&service, &call, alive = std::make_shared<Reply<v1::StreamPayloadsResponse>>(reply)](
                std::shared_ptr<const v1::IngestPayloadRequest> item, auto done) {
              service.IngestItem(call, std::move(item), alive, std::move(done));
            },
            call.log_id,
            [reply](IngestRun::Results results) {
              v1::StreamPayloadsResponse response;
              response.mutable_results()->Swap(&results);
              for (int i = 0; i < response.results_size(); ++i) {
                response.mutable_results(i)->set_index(i);
              }
              reply(response);
            })) {}

  void Take(std::shared_ptr<const google::protobuf::Message> message,
            std::function<void()> more) override {
    if (++count_ > kMaxStreamedPayloads) {
      domain::Violations violations;
      violations.Add("request",
                     absl::StrCat("is the ", count_, "th; a call takes ", kMaxStreamedPayloads));
      return reply_(violations.ToStatus());
    }
    const auto& item = static_cast<const v1::StreamPayloadsRequest&>(*message);
    run_->Add(std::shared_ptr<const v1::IngestPayloadRequest>(message, &item.request()),
              std::move(more));
  }
  void End() override { run_->End(); }

 private:
  const Reply<v1::StreamPayloadsResponse> reply_;
  const std::shared_ptr<IngestRun> run_;
  int count_ = 0;
};

std::shared_ptr<Intake> IntegrationService::StreamPayloads(
    const Call& call, Reply<v1::StreamPayloadsResponse> reply) {
  return std::make_shared<PayloadIntake>(*this, call, reply);
}

void IntegrationService::IngestItem(const Call& call,
                                    std::shared_ptr<const v1::IngestPayloadRequest> item,
                                    std::shared_ptr<const void> alive,
                                    std::function<void(const Answer&)> done) {
  RequestReader reader(call);
  reader.Parent(item->parent().empty() ? domain::TenantName(call.tenant()) : item->parent());
  CheckPayload(*item, &reader);
  if (!reader.status().ok()) return done(reader.status());
  std::make_shared<Ingest>(*this, call, std::move(item), std::move(alive), std::move(done))
      ->Start();
}

}  // namespace baton::server
