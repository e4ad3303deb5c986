#include "domain/signal_state.h"

#include <gmock/gmock.h>

#include <set>

#include "domain/refusal.h"
#include "tests/domain/handoff_fixture.h"

namespace baton::domain {
namespace {

constexpr SignalMove kMoves[] = {SignalMove::kRequalify,     SignalMove::kAssign,
                                 SignalMove::kAcknowledge,   SignalMove::kContact,
                                 SignalMove::kReportOutcome, SignalMove::kUpgrade,
                                 SignalMove::kUnlink};

v1::Signal In(v1::SignalState state) {
  v1::Signal signal;
  signal.set_name("tenants/acme/signals/s1");
  signal.set_state(state);
  return signal;
}

// "acknowledge contact" for each state.
std::string MovesFrom(v1::SignalState state) {
  std::string moves;
  for (const SignalMove move : kMoves) {
    if (!CheckMove(In(state), move).ok()) continue;
    moves.append(moves.empty() ? "" : " ").append(std::string(MoveName(move)));
  }
  return moves;
}

TEST(SignalState, H10_TheTableOfMoves) {
  EXPECT_EQ(MovesFrom(v1::SIGNAL_STATE_INCOMPLETE), "requalify upgrade unlink");
  EXPECT_EQ(MovesFrom(v1::SIGNAL_STATE_WATCHING), "requalify upgrade unlink");
  EXPECT_EQ(MovesFrom(v1::SIGNAL_STATE_UNASSIGNED), "requalify assign upgrade unlink");
  EXPECT_EQ(MovesFrom(v1::SIGNAL_STATE_CS_OWNED),
            "requalify assign contact report_outcome upgrade unlink");
  EXPECT_EQ(MovesFrom(v1::SIGNAL_STATE_ROUTED),
            "requalify acknowledge contact report_outcome upgrade unlink");
  EXPECT_EQ(MovesFrom(v1::SIGNAL_STATE_ACKNOWLEDGED),
            "requalify contact report_outcome upgrade unlink");
  EXPECT_EQ(MovesFrom(v1::SIGNAL_STATE_CONTACTED),
            "requalify assign report_outcome upgrade unlink");
  EXPECT_EQ(MovesFrom(v1::SIGNAL_STATE_INTERVENTION), "requalify unlink");
  for (const auto closed : {v1::SIGNAL_STATE_WON, v1::SIGNAL_STATE_LOST, v1::SIGNAL_STATE_DEFERRED,
                            v1::SIGNAL_STATE_NOT_READY, v1::SIGNAL_STATE_EXPIRED}) {
    EXPECT_EQ(MovesFrom(closed), "") << StateName(closed);
    EXPECT_FALSE(IsOpen(closed));
  }
}

TEST(SignalState, H10_ARefusalNamesStateAndMove) {
  const absl::Status status = CheckMove(In(v1::SIGNAL_STATE_WATCHING), SignalMove::kAcknowledge);
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReasonOf(status), v1::ERROR_REASON_SIGNAL_STATE);
  EXPECT_EQ(MetadataOf(status, "state"), "watching");
  EXPECT_EQ(MetadataOf(status, "move"), "acknowledge");
}

TEST(SignalState, H10_AnOutcomeIsAReasonOfItsOwn) {
  EXPECT_EQ(ReasonOf(CheckMove(In(v1::SIGNAL_STATE_WON), SignalMove::kContact)),
            v1::ERROR_REASON_SIGNAL_ALREADY_CLOSED);
  EXPECT_EQ(ReasonOf(CheckMove(In(v1::SIGNAL_STATE_DEFERRED), SignalMove::kContact)),
            v1::ERROR_REASON_SIGNAL_ALREADY_CLOSED);
  EXPECT_EQ(ReasonOf(CheckMove(In(v1::SIGNAL_STATE_EXPIRED), SignalMove::kContact)),
            v1::ERROR_REASON_SIGNAL_STATE);
}

TEST(SignalState, H10_EveryStateHasItsOwnName) {
  std::set<std::string> names;
  for (int i = 1; i < v1::SignalState_ARRAYSIZE; ++i) {
    names.insert(std::string(StateName(static_cast<v1::SignalState>(i))));
  }
  EXPECT_EQ(names.size(), static_cast<size_t>(v1::SignalState_ARRAYSIZE - 1));
  EXPECT_EQ(names.count(""), 0u);
  const auto unknown = static_cast<v1::SignalState>(99);
  EXPECT_EQ(StateName(unknown), "");
  EXPECT_FALSE(IsOpen(unknown));
}

}  // namespace
}  // namespace baton::domain
