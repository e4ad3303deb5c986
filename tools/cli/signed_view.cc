#include "tools/cli/signed_view.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/cli/enum_text.h"
#include "tools/cli/names.h"

namespace baton::cli {

Cell StateCell(v1::PolicyVersionState state) {
  switch (state) {
    case v1::POLICY_VERSION_STATE_IN_FORCE:
      return {EnumText(state), Style::kGood};
    case v1::POLICY_VERSION_STATE_UNSIGNED:
      return {EnumText(state), Style::kWarning};
    case v1::POLICY_VERSION_STATE_LAPSED:
    case v1::POLICY_VERSION_STATE_OVERTAKEN:
      return {EnumText(state), Style::kBad};
    default:
      return EnumText(state);
  }
}

std::string SignedText(const google::protobuf::RepeatedPtrField<v1::PolicySignature>& signatures) {
  return absl::StrJoin(
      signatures, ", ", [](std::string* out, const v1::PolicySignature& signature) {
        absl::StrAppend(out, EnumText(signature.role()), ": ", ShortName(signature.signer()));
      });
}

std::string MissingOfficers(
    const google::protobuf::RepeatedPtrField<v1::PolicySignature>& signatures) {
  std::vector<std::string> missing;
  for (const v1::Role role : {v1::ROLE_VP_CS, v1::ROLE_VP_REVOPS, v1::ROLE_CFO}) {
    const bool has_signed =
        std::any_of(signatures.begin(), signatures.end(),
                    [role](const v1::PolicySignature& s) { return s.role() == role; });
    if (!has_signed) missing.push_back(EnumText(role));
  }
  return absl::StrJoin(missing, ", ");
}

}  // namespace baton::cli
