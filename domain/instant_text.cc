#include "domain/instant_text.h"

#include <cstdint>

#include "absl/time/civil_time.h"

namespace baton::domain {
namespace {

// absl::FormatTime costs a microsecond; every handoff formats half a dozen instants.
void AppendDigits(int64_t value, int width, std::string* text) {
  text->append(width, '0');
  for (size_t i = text->size(); width > 0; --width, value /= 10) {
    (*text)[--i] = static_cast<char>('0' + value % 10);
  }
}

void AppendDay(const absl::CivilSecond& civil, std::string* text) {
  AppendDigits(civil.year(), 4, text);
  text->push_back('-');
  AppendDigits(civil.month(), 2, text);
  text->push_back('-');
  AppendDigits(civil.day(), 2, text);
}

void AppendHourAndMinute(const absl::CivilSecond& civil, std::string* text) {
  AppendDigits(civil.hour(), 2, text);
  text->push_back(':');
  AppendDigits(civil.minute(), 2, text);
}

}  // namespace

std::string FormatInstant(absl::Time time) {
  const absl::TimeZone::CivilInfo info = absl::UTCTimeZone().At(time);
  std::string text;
  text.reserve(27);
  AppendDay(info.cs, &text);
  text.push_back('T');
  AppendHourAndMinute(info.cs, &text);
  text.push_back(':');
  AppendDigits(info.cs.second(), 2, &text);
  if (const int64_t micros = absl::ToInt64Microseconds(info.subsecond); micros != 0) {
    text.push_back('.');
    AppendDigits(micros, 6, &text);
  }
  text.push_back('Z');
  return text;
}

std::string FormatMinute(absl::Time time) {
  const absl::CivilSecond civil = absl::UTCTimeZone().At(time).cs;
  std::string text;
  text.reserve(20);
  AppendDay(civil, &text);
  text.push_back(' ');
  AppendHourAndMinute(civil, &text);
  text.append(" UTC");
  return text;
}

std::string FormatDay(absl::Time time) {
  std::string text;
  AppendDay(absl::UTCTimeZone().At(time).cs, &text);
  return text;
}

}  // namespace baton::domain
