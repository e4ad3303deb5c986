#include "tools/cli/signal_content_flags.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "tools/cli/option.h"

namespace baton::cli {
namespace {

constexpr char kAnswerForm[] = " Yes or no, with a reason as \"yes: ...\"";

void AddAnswer(Options& options, const std::string& name,
               std::optional<v1::QualificationAnswer>& value, const std::string& question) {
  AddParsed(options, name, value, ParseAnswer, question + kAnswerForm).Group("Qualification");
}

void DeclareFiveFields(Options& options, SignalContentFlags& flags) {
  AddEnum(options, "--trigger", flags.trigger, "Signal type: the catalogue's trigger")
      .Group("The five fields");
  AddEnum(options, "--category", flags.category, "Signal type: category; default the trigger's own")
      .Group("The five fields");
  options.Add("--evidence", flags.evidence, "Signal type: what was seen, as written")
      .Group("The five fields");
  options.Add("--buyer", flags.buyer, "Named buyer: full name").Group("The five fields");
  options.Add("--buyer-title", flags.buyer_title, "Named buyer: title").Group("The five fields");
  options.Add("--timeline", flags.timeline, "Timeline as the customer put it")
      .Group("The five fields");
  options.Add("--timeline-date", flags.timeline_date, "Timeline as a day, YYYY-MM-DD")
      .Group("The five fields");
  options.Add("--note", flags.note, "Context note: what was heard, in two or three sentences")
      .Group("The five fields");
  AddEnum(options, "--urgency", flags.urgency, "Urgency; default the trigger's own")
      .Group("The five fields");
}

}  // namespace

absl::StatusOr<v1::QualificationAnswer> ParseAnswer(absl::string_view text) {
  const size_t colon = text.find(':');
  const std::string word = absl::AsciiStrToLower(absl::StripAsciiWhitespace(text.substr(0, colon)));
  if (word != "yes" && word != "no") {
    return absl::InvalidArgumentError(absl::StrCat("\"", text, "\" must begin with yes or no"));
  }
  v1::QualificationAnswer answer;
  answer.set_yes(word == "yes");
  if (colon != absl::string_view::npos) {
    answer.set_note(std::string(absl::StripAsciiWhitespace(text.substr(colon + 1))));
  }
  return answer;
}

void DeclareQualificationFlags(Options& options, QualificationFlags& flags) {
  AddAnswer(options, "--budget", flags.budget, "Was a budget talked about?");
  AddAnswer(options, "--timeline-holds", flags.timeline_holds, "Does the timeline hold?");
  AddAnswer(options, "--buyer-decides", flags.buyer_decides,
            "Is the named buyer the one who decides?");
  AddAnswer(options, "--fit", flags.fit, "Does it map to something we sell?");
}

v1::Qualification ToQualification(const QualificationFlags& flags) {
  v1::Qualification qualification;
  if (flags.budget) *qualification.mutable_budget_conversation() = *flags.budget;
  if (flags.timeline_holds) *qualification.mutable_timeline() = *flags.timeline_holds;
  if (flags.buyer_decides) *qualification.mutable_named_buyer() = *flags.buyer_decides;
  if (flags.fit) *qualification.mutable_product_fit() = *flags.fit;
  return qualification;
}

void DeclareSignalContentFlags(Options& options, SignalContentFlags& flags) {
  options.Add("--account", flags.account, "The customer's account").Required();
  options.Add("--csm", flags.csm, "The CSM who heard it; default: the caller");
  DeclareFiveFields(options, flags);
  DeclareQualificationFlags(options, flags.qualification);
  AddEnum(options, "--kind", flags.kind, "Expansion or risk; default by trigger and health");
  AddMoney(options, "--estimate", flags.estimate, "What the expansion may bring in ARR");
  AddTexts(options, "--product-line", flags.product_lines, "Product line concerned");
  options.AddFlag("--cross-sell,!--no-cross-sell", flags.cross_sell,
                  "It is (not) about a product line the account doesn't own");
  AddSource(options, "--source", flags.source, "Where it came from");
  AddTime(options, "--occurred", flags.occurred, "When the customer said it");
  options.AddFlag("--upgrade-to-c", flags.upgrade_to_c, "Ask for the joint motion from the start");
  options.AddFlag("--watch-item", flags.watch_item,
                  "File an incomplete or unqualified signal as a watch item");
}

v1::Signal ToSignal(const SignalContentFlags& flags, const Session& session) {
  v1::Signal signal;
  signal.set_account(session.Name("accounts", flags.account));
  signal.set_csm(session.Name("people", flags.csm));
  signal.set_kind(flags.kind);
  signal.set_category(flags.category);
  signal.set_trigger(flags.trigger);
  signal.set_urgency(flags.urgency);
  signal.set_evidence(flags.evidence);
  if (!flags.buyer.empty()) signal.mutable_buyer()->set_name(flags.buyer);
  if (!flags.buyer_title.empty()) signal.mutable_buyer()->set_title(flags.buyer_title);
  signal.set_timeline(flags.timeline);
  signal.set_timeline_date(flags.timeline_date);
  signal.set_context_note(flags.note);
  if (flags.estimate) *signal.mutable_estimated_expansion() = *flags.estimate;
  for (const std::string& line : flags.product_lines) signal.add_product_lines(line);
  if (flags.cross_sell) signal.set_cross_sell(*flags.cross_sell);
  if (flags.source) *signal.mutable_source() = *flags.source;
  if (flags.occurred) *signal.mutable_occurred_time() = ToProto(flags.occurred->At(session.now()));
  signal.set_upgrade_to_c(flags.upgrade_to_c);
  *signal.mutable_qualification() = ToQualification(flags.qualification);
  return signal;
}

}  // namespace baton::cli
