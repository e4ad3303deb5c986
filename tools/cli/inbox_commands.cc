// inbox: printed once, or live.
#include <unistd.h>

#include <algorithm>
#include <ostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "tools/cli/commands.h"
#include "tools/cli/inbox_feed.h"
#include "tools/cli/inbox_view.h"
#include "tools/cli/interrupt.h"
#include "tools/cli/json.h"
#include "tools/cli/signal_view.h"

namespace baton::cli {
namespace {

constexpr absl::Duration kReconnectAfter = absl::Seconds(2);
constexpr absl::Duration kRedrawEvery = absl::Seconds(1);
// How soon Ctrl-C is noticed.
constexpr absl::Duration kPatience = absl::Milliseconds(200);

struct InboxFlags {
  bool watch = false;
  bool once = false;
  std::string holder;
};

void DeclareInbox(Options& options, InboxFlags& flags) {
  const Option watch = options.AddFlag("--watch", flags.watch,
                                       "Stay, and show changes as they come; Ctrl-C ends it");
  options.AddFlag("--once", flags.once, "Print what is open and end; the default").Excludes(watch);
  options.Add("--holder", flags.holder,
              "Only what this person must act on; me: the caller. Default: all you may see");
}

// Draws the inbox over what it drew before.
class Screen {
 public:
  explicit Screen(std::ostream& out) : out_(out) {}

  void Draw(const std::string& text) {
    if (lines_ > 0) out_ << "\x1b[" << lines_ << "A";
    // Without line wrap, a line of text stays a line of the screen, however narrow that is.
    out_ << "\r\x1b[J\x1b[?7l" << text << "\x1b[?7h" << std::flush;
    lines_ = std::count(text.begin(), text.end(), '\n');
  }

 private:
  std::ostream& out_;
  std::ptrdiff_t lines_ = 0;
};

void PrintChanges(const InboxFeed::News& news, Session& session) {
  for (const v1::Signal& signal : news.signals) {
    session.out() << (session.json() ? JsonLine(signal) : SignalLine(signal, session.view()));
  }
  session.out() << std::flush;
}

// The signals that are open now.
absl::StatusOr<Inbox> ReadOpen(InboxFeed& feed) {
  Inbox inbox;
  while (!InterruptWatch::Interrupted()) {
    const InboxFeed::News news = feed.Next(kPatience);
    for (const v1::Signal& signal : news.signals) inbox.Apply(signal);
    if (news.end.has_value() && !news.end->ok()) return *news.end;
    if (news.caught_up || news.end.has_value()) return inbox;
  }
  return absl::CancelledError("interrupted");
}

absl::Status PrintOnce(InboxFeed& feed, Session& session) {
  BATON_ASSIGN_OR_RETURN(const Inbox inbox, ReadOpen(feed));
  if (!session.json()) {
    View whole = session.view();
    whole.terminal.height = 0;
    session.out() << InboxScreen(inbox, "", whole);
    return absl::OkStatus();
  }
  for (const v1::Signal& signal : inbox.Sorted()) session.out() << JsonLine(signal);
  return absl::OkStatus();
}

absl::Status WatchLines(InboxFeed& feed, Session& session) {
  bool told = false;
  while (!InterruptWatch::Interrupted()) {
    const InboxFeed::News news = feed.Next(kPatience);
    // Said once, however many attempts it takes.
    if (news.waiting_to_reconnect && !told) session.notes() << "no connection; trying again\n";
    told = (told || news.waiting_to_reconnect) && news.signals.empty();
    // Fails while the server is away; the last time known serves then.
    if (!news.signals.empty() && !session.json()) session.RefreshNow().IgnoreError();
    PrintChanges(news, session);
    if (news.end.has_value()) return *news.end;
  }
  return absl::OkStatus();
}

absl::Status WatchScreen(InboxFeed& feed, Session& session) {
  Screen screen(session.out());
  Inbox inbox;
  absl::Time drawn = absl::InfinitePast();
  while (!InterruptWatch::Interrupted()) {
    const InboxFeed::News news = feed.Next(kPatience);
    if (news.end.has_value()) return *news.end;
    for (const v1::Signal& signal : news.signals) inbox.Apply(signal);
    if (news.signals.empty() && absl::Now() - drawn < kRedrawEvery) continue;
    // Fails while the server is away; the last time known stays on the screen then.
    const bool reached = session.RefreshNow().ok();
    const bool live = reached && !news.waiting_to_reconnect;
    screen.Draw(InboxScreen(inbox, live ? "live; Ctrl-C ends" : "no connection; trying again",
                            View{session.now(), Terminal::Of(STDOUT_FILENO)}));
    drawn = absl::Now();
  }
  session.out() << "\n";
  return absl::OkStatus();
}

absl::Status RunInbox(const InboxFlags& flags, Session& session) {
  v1::WatchSignalsRequest request;
  request.set_parent(session.tenant());
  request.set_holder(session.Name("people", flags.holder));
  const InterruptWatch interrupts;
  InboxFeed feed(session.client(), request,
                 {.with_deadline = !flags.watch, .reconnect_after = kReconnectAfter});
  if (!flags.watch) return PrintOnce(feed, session);
  const bool lines = session.json() || !session.view().terminal.interactive;
  return lines ? WatchLines(feed, session) : WatchScreen(feed, session);
}

}  // namespace

void AddInboxCommand(const CommandGroup& root) {
  root.Add("inbox", "Show what waits, with the time left on each clock",
           "baton inbox --watch --holder me", DeclareInbox, RunInbox);
}

}  // namespace baton::cli
