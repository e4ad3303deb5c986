#include "domain/signal_merge.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/calculation_text.h"
#include "domain/routing.h"
#include "domain/trigger_catalogue.h"

namespace baton::domain {
namespace {

using Changes = std::vector<std::string>;

std::string Text(const v1::Money& money) {
  return AmountText(money.amount_minor(), money.currency_code());
}

bool Note(absl::string_view field, absl::string_view held, absl::string_view given,
          Changes* changes) {
  if (given.empty() || given == held) return false;
  changes->push_back(absl::StrCat(field, ": ", given));
  return true;
}

void MergeTexts(const v1::Signal& again, v1::Signal* held, Changes* changes) {
  const auto merge = [changes](const char* field, const std::string& given, std::string* text) {
    if (Note(field, *text, given, changes)) *text = given;
  };
  merge("evidence", again.evidence(), held->mutable_evidence());
  if (again.has_buyer()) {
    merge("buyer.name", again.buyer().name(), held->mutable_buyer()->mutable_name());
    merge("buyer.title", again.buyer().title(), held->mutable_buyer()->mutable_title());
  }
  merge("timeline", again.timeline(), held->mutable_timeline());
  merge("timeline_date", again.timeline_date(), held->mutable_timeline_date());
  merge("context_note", again.context_note(), held->mutable_context_note());
}

bool MergeEnums(const v1::Signal& again, v1::Signal* held, Changes* changes) {
  if (Note("trigger", TriggerName(held->trigger()), TriggerName(again.trigger()), changes)) {
    held->set_trigger(again.trigger());
  }
  if (Note("category", CategoryName(held->category()), CategoryName(again.category()), changes)) {
    held->set_category(again.category());
  }
  if (!Note("urgency", UrgencyName(held->urgency()), UrgencyName(again.urgency()), changes)) {
    return false;
  }
  held->set_urgency(again.urgency());
  return true;
}

void MergeDeal(const v1::Signal& again, const v1::Account& account, v1::Signal* held,
               Changes* changes) {
  if (again.has_estimated_expansion()) {
    const std::string before =
        held->has_estimated_expansion() ? Text(held->estimated_expansion()) : "";
    if (Note("estimated_expansion", before, Text(again.estimated_expansion()), changes)) {
      *held->mutable_estimated_expansion() = again.estimated_expansion();
    }
  }
  if (Note("product_lines", absl::StrJoin(held->product_lines(), ", "),
           absl::StrJoin(again.product_lines(), ", "), changes)) {
    *held->mutable_product_lines() = again.product_lines();
    held->set_cross_sell(IsCrossSell(*held, account));
  }
  if (again.has_cross_sell() && again.cross_sell() != held->cross_sell()) {
    changes->push_back(again.cross_sell() ? "cross_sell: yes" : "cross_sell: no");
    held->set_cross_sell(again.cross_sell());
  }
}

// An absent answer counts as no, so a stated no after it changes nothing.
template <typename Mutable>
void MergeAnswer(const char* question, bool given, const v1::QualificationAnswer& answer,
                 const v1::QualificationAnswer& before, Mutable mutable_answer, Changes* changes) {
  const bool same_note = answer.note().empty() || answer.note() == before.note();
  if (!given || (answer.yes() == before.yes() && same_note)) return;
  changes->push_back(absl::StrCat("qualification.", question, ": ", answer.yes() ? "yes" : "no",
                                  answer.note().empty() ? "" : ", ", answer.note()));
  *mutable_answer() = answer;
}

void MergeAnswers(const v1::Qualification& again, v1::Signal* signal, Changes* changes) {
  const v1::Qualification held = signal->qualification();
  const auto answers = [signal] { return signal->mutable_qualification(); };
  MergeAnswer(
      "budget_conversation", again.has_budget_conversation(), again.budget_conversation(),
      held.budget_conversation(), [&] { return answers()->mutable_budget_conversation(); },
      changes);
  MergeAnswer(
      "timeline", again.has_timeline(), again.timeline(), held.timeline(),
      [&] { return answers()->mutable_timeline(); }, changes);
  MergeAnswer(
      "named_buyer", again.has_named_buyer(), again.named_buyer(), held.named_buyer(),
      [&] { return answers()->mutable_named_buyer(); }, changes);
  MergeAnswer(
      "product_fit", again.has_product_fit(), again.product_fit(), held.product_fit(),
      [&] { return answers()->mutable_product_fit(); }, changes);
}

}  // namespace

SignalMerge MergeStated(const v1::Signal& again, const v1::Account& account, v1::Signal* held) {
  SignalMerge merge;
  MergeTexts(again, held, &merge.changes);
  merge.urgency_changed = MergeEnums(again, held, &merge.changes);
  MergeDeal(again, account, held, &merge.changes);
  MergeAnswers(again.qualification(), held, &merge.changes);
  return merge;
}

}  // namespace baton::domain
