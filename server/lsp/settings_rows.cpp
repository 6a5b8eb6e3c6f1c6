#include "server/lsp/settings_rows.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <utility>

namespace server::lsp {
namespace {

constexpr auto any_size = std::numeric_limits<std::int64_t>::max();
/// JSON numbers are doubles in many programs.
constexpr std::int64_t largest_exact = std::int64_t{1} << 53;
constexpr std::int64_t longest_wait = 3'600'000;  // milliseconds

/// A member of a member, for std::invoke.
template <class Outer, class Inner>
auto in(Outer Settings::*outer, Inner Outer::*inner) {
  return [ outer, inner ](auto& settings) -> auto& {
    return settings.*outer.*inner;
  };
}

/// `member` is what std::invoke finds the row's value with.
template <class T, class Member>
Row row(std::string key, Member member, Decoder<T> decoder) {
  Row result;
  result.key = std::move(key);
  result.take = [member, decoder = std::move(decoder)](const json::value& value, Settings& settings,
                                                       Faults& faults) {
    auto decoded = decoder.decode(value, faults);
    if (decoded) std::invoke(member, settings) = std::move(*decoded);
    return decoded.has_value();
  };
  result.copy = [member](const Settings& from, Settings& to) {
    std::invoke(member, to) = std::invoke(member, from);
  };
  result.equal = [member](const Settings& a, const Settings& b) {
    return std::invoke(member, a) == std::invoke(member, b);
  };
  return result;
}

Row protect(Row result) {
  result.is_protected = true;
  return result;
}

Row null_counts(Row result) {
  result.null_is_a_value = true;
  return result;
}

/// `stricter(held, own)` is the value that both agree to.
template <class Member, class Stricter>
Row ordered(Row result, Member member, Stricter stricter) {
  result.tighten = [member, stricter](const Settings& held, Settings& settings) {
    auto& own = std::invoke(member, settings);
    own = stricter(std::invoke(member, held), own);
  };
  return result;
}

using Limit = std::optional<std::uint64_t>;

template <class Member>
Row limit_row(std::string key, Member member) {
  auto number = as<std::uint64_t>(whole(0, any_size));
  Decoder<Limit> decoder{number.accepts, [number](const json::value& value, Faults& faults) {
                           std::optional<Limit> result;
                           if (value.is_null()) {
                             result.emplace(std::nullopt);
                           } else if (auto decoded = number.decode(value, faults)) {
                             result.emplace(decoded);
                           }
                           return result;
                         }};
  return ordered(row(std::move(key), member, std::move(decoder)), member,
                 [](Limit held, Limit own) {
                   if (!held || !own) return held ? held : own;
                   return Limit(std::min(*held, *own));
                 });
}

/// Texts that add up: what one layer denies stays denied.
template <class Member>
Row union_row(std::string key, Member member) {
  using Texts = std::vector<std::string>;
  auto result = ordered(row(std::move(key), member, texts()), member,
                        [](const Texts& held, const Texts& own) {
                          Texts both = held;
                          for (const auto& text : own) {
                            if (std::find(both.begin(), both.end(), text) == both.end()) {
                              both.push_back(text);
                            }
                          }
                          return both;
                        });
  result.adds_up = true;
  return result;
}

template <class Member>
Row timeout_row(std::string key, Member member) {
  Decoder<std::int64_t> inner = whole(1, longest_wait);
  Decoder<std::chrono::milliseconds> decoder{inner.accepts,
                                             [inner](const json::value& value, Faults& faults) {
                                               std::optional<std::chrono::milliseconds> result;
                                               if (auto decoded = inner.decode(value, faults))
                                                 result.emplace(*decoded);
                                               return result;
                                             }};
  return row(std::move(key), member, std::move(decoder));
}

/// Languages add to and change those of the layer below.
Row languages_row() {
  auto result = row("completion.languages",
                    in(&Settings::completion, &CompletionSettings::languages), languages());
  result.take = [decoder = languages()](const json::value& value, Settings& settings,
                                        Faults& faults) {
    const auto decoded = decoder.decode(value, faults);
    if (!decoded) return false;
    for (const auto& [language, enabled] : *decoded) {
      settings.completion.languages[language] = enabled;
    }
    return true;
  };
  return result;
}

Row mode_row() {
  using cerebras::BudgetMode;
  Decoder<std::string> inner = one_of({"balanced", "strict"});
  Decoder<BudgetMode> decoder{inner.accepts, [inner](const json::value& value, Faults& faults) {
                                std::optional<BudgetMode> result;
                                if (auto decoded = inner.decode(value, faults)) {
                                  result = *decoded == "strict" ? BudgetMode::strict
                                                                : BudgetMode::balanced;
                                }
                                return result;
                              }};
  const auto member = in(&Settings::budget, &cerebras::BudgetLimits::mode);
  return ordered(row("budget.mode", member, std::move(decoder)), member,
                 [](BudgetMode held, BudgetMode own) {
                   const bool strict = held == BudgetMode::strict || own == BudgetMode::strict;
                   return strict ? BudgetMode::strict : BudgetMode::balanced;
                 });
}

std::vector<Row> connection_rows() {
  using cerebras::Timeouts;
  constexpr auto timeouts = &Settings::timeouts;
  return {row("enabled", &Settings::enabled, flag()),
          protect(row("apiKey", &Settings::api_key, optional(text()))),
          protect(row("apiKeyCommand", &Settings::api_key_command, texts())),
          protect(row("baseUrl", &Settings::base_url, base_url())),
          protect(row("extraHeaders", &Settings::extra_headers, headers())),
          protect(row("extraBody", &Settings::extra_body, extra_body())),
          protect(row("network.proxy", &Settings::proxy, word())),
          protect(row("network.caFile", &Settings::ca_file, path())),
          timeout_row("network.connectTimeoutMs", in(timeouts, &Timeouts::connect)),
          timeout_row("network.firstByteTimeoutMs", in(timeouts, &Timeouts::first_byte)),
          timeout_row("network.idleTimeoutMs", in(timeouts, &Timeouts::idle)),
          timeout_row("network.totalTimeoutMs", in(timeouts, &Timeouts::total))};
}

std::vector<Row> model_rows() {
  const auto parameter = [](auto member) { return in(&Settings::parameters, member); };
  return {
      row("model", &Settings::model, text()),
      row("fallbackModels", &Settings::fallback_models, texts()),
      row("parameters.temperature", parameter(&Parameters::temperature), optional(number(0, 2))),
      row("parameters.topP", parameter(&Parameters::top_p), optional(number(0, 1))),
      row("parameters.maxTokens", parameter(&Parameters::max_tokens), optional(whole(1, any_size))),
      row("parameters.frequencyPenalty", parameter(&Parameters::frequency_penalty),
          optional(number(-2, 2))),
      row("parameters.presencePenalty", parameter(&Parameters::presence_penalty),
          optional(number(-2, 2))),
      row("parameters.seed", parameter(&Parameters::seed),
          optional(whole(-largest_exact, largest_exact))),
      row("parameters.reasoningEffort", parameter(&Parameters::reasoning_effort),
          optional(one_of({"none", "low", "medium", "high"})))};
}

std::vector<Row> feature_rows() {
  using Completion = CompletionSettings;
  const auto completion = [](auto member) { return in(&Settings::completion, member); };
  const auto edits = [](auto member) { return in(&Settings::edits, member); };
  return {
      row("completion.enabled", completion(&Completion::enabled), flag()),
      row("completion.model", completion(&Completion::model), optional(text())),
      row("completion.multiline", completion(&Completion::multiline),
          one_of({"auto", "always", "never"})),
      row("completion.maxTokens", completion(&Completion::max_tokens), whole(1, any_size)),
      row("completion.contextTokens", completion(&Completion::context_tokens),
          whole(64, 1'000'000)),
      row("completion.debounceMs", completion(&Completion::debounce_ms), or_auto(whole(0, 10'000))),
      languages_row(),
      row("completion.popup", completion(&Completion::popup), one_of({"auto", "always", "never"})),
      row("edits.model", edits(&EditSettings::model), optional(text())),
      row("edits.maxTokens", edits(&EditSettings::max_tokens), whole(1, any_size)),
      row("edits.confirm", edits(&EditSettings::confirm), or_auto(flag())),
      row("actions", &Settings::actions, user_actions())};
}

std::vector<Row> limit_rows() {
  using cerebras::BudgetLimits;
  const auto budget = [](auto member) { return in(&Settings::budget, member); };
  const auto privacy = [](auto member) { return in(&Settings::privacy, member); };
  const auto share = budget(&BudgetLimits::reserve_for_explicit);
  const auto redact = privacy(&PrivacySettings::redact_secrets);
  return {null_counts(limit_row("budget.sessionTokens", budget(&BudgetLimits::session_tokens))),
          limit_row("budget.dayTokens", budget(&BudgetLimits::day_tokens)),
          limit_row("budget.monthTokens", budget(&BudgetLimits::month_tokens)),
          mode_row(),
          ordered(row("budget.reserveForExplicit", share, number(0, 1)), share,
                  [](double held, double own) { return std::max(held, own); }),
          row("budget.notifyAt", &Settings::budget_notify_at, shares()),
          union_row("privacy.ignoreFiles", privacy(&PrivacySettings::ignore_files)),
          union_row("privacy.deny", privacy(&PrivacySettings::deny)),
          ordered(row("privacy.redactSecrets", redact, flag()), redact,
                  [](bool held, bool own) { return held || own; })};
}

}  // namespace

const std::vector<Row>& setting_rows() {
  static const std::vector<Row> rows = [] {
    std::vector<Row> result;
    for (auto&& part : {connection_rows(), model_rows(), feature_rows(), limit_rows()}) {
      result.insert(result.end(), part.begin(), part.end());
    }
    return result;
  }();
  return rows;
}

const std::vector<std::string>& default_deny_list() {
  static const std::vector<std::string> patterns = {
      // environment files and their like
      ".env*", ".Renviron", "secrets.*",
      // keys and certificates
      "*.pem", "*.key", "*.ppk", "*.p12", "*.pfx", "*.jks", "*.keystore", "*.kdbx", "*.gpg",
      "*.crt", "*.cer", "*.der", "id_rsa*", "id_dsa*", "id_ecdsa*", "id_ed25519*",
      // credentials of programs
      ".netrc", "_netrc", ".npmrc", ".pypirc", ".pgpass", ".my.cnf", ".htpasswd", ".dockercfg",
      ".docker/config.json", ".git-credentials", ".aws/credentials", ".vault-token",
      "credentials.json", "*_credentials.json", "service-account*.json", "*.ovpn",
      // clusters and infrastructure
      "kubeconfig", "*.kubeconfig", ".kube/config", "*.tfstate", "*.tfstate.*", "*.tfvars"};
  return patterns;
}

}  // namespace server::lsp
