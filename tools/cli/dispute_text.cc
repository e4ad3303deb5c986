#include "tools/cli/dispute_text.h"

#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "tools/cli/enum_text.h"
#include "tools/cli/rate_text.h"
#include "tools/cli/status_macros.h"

namespace baton::cli {

absl::StatusOr<v1::PartCategory> ParsePartCategory(absl::string_view text) {
  const size_t equals = text.find('=');
  int32_t part = 0;
  if (equals == absl::string_view::npos || !absl::SimpleAtoi(text.substr(0, equals), &part)) {
    return absl::InvalidArgumentError("write a part's number and its category: 1=clean_renewal");
  }
  v1::PartCategory category;
  category.set_part(part);
  BATON_ASSIGN_OR_RETURN(const v1::AttributionCategory value,
                         ParseEnum<v1::AttributionCategory>(std::string(text.substr(equals + 1))));
  category.set_category(value);
  return category;
}

absl::StatusOr<v1::CreditShare> ParseCreditShare(absl::string_view text) {
  const size_t colon = text.find(':');
  const size_t equals = text.rfind('=');
  if (colon == absl::string_view::npos || equals == absl::string_view::npos || equals < colon) {
    return absl::InvalidArgumentError("write role, person and share: csm:ines=70%");
  }
  v1::CreditShare share;
  BATON_ASSIGN_OR_RETURN(const v1::Role role,
                         ParseEnum<v1::Role>(std::string(text.substr(0, colon))));
  share.set_role(role);
  share.set_person(std::string(text.substr(colon + 1, equals - colon - 1)));
  BATON_ASSIGN_OR_RETURN(const auto rate, ParseRate(text.substr(equals + 1)));
  share.set_share_bp(rate);
  return share;
}

}  // namespace baton::cli
