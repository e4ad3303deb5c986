#include "store/recommendations.h"

#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "store/query.h"

namespace baton::store {
namespace {
constexpr std::string_view kAttributions = "attributions";
}  // namespace

const Table& RecommendationTable() {
  static const Table& table =
      *new Table(v1::Recommendation::descriptor(), "attribution_recommendations",
                 {
                     Text("recommender", "recommender"),
                     Json("parts", "parts"),
                     Json("team_shares", "team_shares"),
                     Json("team_reasons", "team_reasons"),
                     Time("recommend_time_us", "recommend_time"),
                 },
                 {"attribution_id", "position"});
  return table;
}

absl::StatusOr<std::vector<v1::Recommendation>> RecommendationsOf(Session& session,
                                                                  std::string_view tenant,
                                                                  std::string_view attribution) {
  static const Sql& sql = *new Sql(RecommendationTable().Select(
      "WHERE tenant = :p1 AND attribution_id = :p2 ORDER BY position DESC LIMIT 100"));
  return ReadAll<v1::Recommendation>(session, RecommendationTable(), sql,
                                     {tenant, IdOf(attribution, tenant, kAttributions)}, tenant);
}

absl::Status AddRecommendation(Transaction& tx, std::string_view attribution,
                               const v1::Recommendation& recommendation) {
  static const Sql& sql = *new Sql{
      "SELECT max(position) FROM attribution_recommendations "
      "WHERE tenant = :p1 AND attribution_id = :p2",
      "i"};
  const std::string_view id = IdOf(attribution, tx.tenant(), kAttributions);
  int64_t last = 0;
  {
    const auto rows = tx.session().Query(sql, {tx.tenant(), id});
    if (rows->Next()) last = rows->Int(0);
    if (!rows->status().ok()) return rows->status();
  }
  BATON_RETURN_IF_ERROR(
      RecommendationTable().Insert(tx.session(), tx.tenant(), recommendation, {id, last + 1}));
  tx.Changed(domain::ResourceName(tx.tenant(), kAttributions, id), nullptr, &recommendation);
  return absl::OkStatus();
}

}  // namespace baton::store
