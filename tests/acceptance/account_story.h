// What happens to one customer of a WorkloadCompany, phase by phase: its team, health and signals,
// their steps, its bookings and signatures. Every call follows from the seed and the customer's
// number; some are refused, some are sent twice, some reuse a request id. No story depends on
// another one, so that any number may be told at once.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "baton/v1/account_service.grpc.pb.h"
#include "baton/v1/attribution_service.grpc.pb.h"
#include "baton/v1/signal_handoff_service.grpc.pb.h"
#include "tests/acceptance/transcript.h"
#include "tests/acceptance/workload_company.h"

namespace baton::testing {

enum class Phase { kArrive, kFile, kAnswer, kContact, kWork, kClose, kBook, kSign, kBookLate };
inline constexpr int kPhases = 9;

class AccountStory {
 public:
  // `number`: below 1,000.
  AccountStory(const WorkloadCompany& company, int number);

  // To be called in the phases' order.
  void Tell(Phase phase);

  const std::string& account() const { return account_; }
  const std::vector<std::string>& signals() const { return signals_; }
  const Transcript& transcript() const { return transcript_; }

 private:
  void Arrive();
  void Claim(const std::string& account);
  void SetTeam(v1::Role role, const char* person);
  void Observe(absl::Duration ago);
  void File();
  v1::FileSignalRequest Filing();
  void FileOnce();
  void Answer();
  void Requalify(const std::string& signal);
  void Contact();
  void Work();
  void Open(const std::string& signal);
  void Close();
  void Book(absl::Duration ago);
  v1::BookingLine Line();
  void Sign();
  void SignOne(const std::string& attribution);

  // Sends the request under the next request id, and sometimes once more.
  template <class Stub, class Req, class Res>
  absl::StatusOr<Res> Ask(std::string_view person,
                          grpc::Status (Stub::*method)(grpc::ClientContext*, const Req&, Res*),
                          Req request) {
    request.set_request_id(NextRequestId());
    absl::StatusOr<Res> answer = transcript_.Ask(company_.As(person), method, request);
    if (draw_.Percent(10)) (void)transcript_.Ask(company_.As(person), method, request);
    return answer;
  }
  std::string NextRequestId();

  v1::Money Amount(int64_t minor) const;
  int64_t DrawMinor();
  const char* ae() const { return ae_; }

  const WorkloadCompany& company_;
  const int number_;
  Draw draw_;
  Transcript transcript_;
  Phase phase_ = Phase::kArrive;
  int calls_ = 0;  // of the phase
  std::string account_;
  std::string currency_ = "USD";
  const char* csm_ = "imogen";
  const char* ae_ = "rosa";
  int64_t owned_minor_ = 0;
  std::vector<std::string> signals_;
  std::vector<std::string> opportunities_;
  std::vector<std::string> attributions_;
};

}  // namespace baton::testing
