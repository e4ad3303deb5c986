#include "tools/cli/applied_view.h"

#include "tools/cli/enum_text.h"
#include "tools/cli/names.h"
#include "tools/cli/render.h"

namespace baton::cli {

std::string AppliedTable(const google::protobuf::RepeatedPtrField<v1::AppliedFact>& facts,
                         const View& view) {
  Table table(
      {{"FACT"}, {"RECORD"}, {"RESULT", Column::kShrink}, {"SOURCE ID", Column::kLeft, true}});
  for (const v1::AppliedFact& applied : facts) {
    table.AddRow({EnumText(applied.fact().kind()), ShortName(applied.record()), applied.result(),
                  applied.fact().external_id()});
  }
  return table.empty() ? "no facts in it\n" : table.Render(view.terminal);
}

}  // namespace baton::cli
