// Disputes, tickets, recommendations and audits for people.
#pragma once

#include <string>
#include <vector>

#include "baton/v1/attribution_audit.pb.h"
#include "baton/v1/deal_desk_ticket.pb.h"
#include "baton/v1/dispute.pb.h"
#include "baton/v1/recommendation.pb.h"
#include "baton/v1/reconciliation_item.pb.h"
#include "tools/cli/session.h"

namespace baton::cli {

std::string DisputeTable(const std::vector<v1::Dispute>& disputes, const View& view);
// What was asked for, by whom, each review, and how it went.
std::string DisputeDetail(const v1::Dispute& dispute, const View& view);

std::string TicketTable(const std::vector<v1::DealDeskTicket>& tickets, const View& view);
std::string TicketDetail(const v1::DealDeskTicket& ticket, const View& view);

// One line a part, with reasons and missing evidence below it.
std::string RecommendationDetail(const v1::Recommendation& recommendation, const View& view);

std::string AuditDetail(const v1::AttributionAudit& audit, const View& view);
std::string AuditItemTable(const std::vector<v1::AuditItem>& items, const View& view);

std::string ReconciliationTable(const std::vector<v1::ReconciliationItem>& items, const View& view);

}  // namespace baton::cli
