#include "server/lsp/configuration.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <cstdint>
#include <set>
#include <utility>

namespace server::lsp {

namespace {

constexpr auto kSection = "cerebras";
constexpr int kWarning = 2;  // MessageType

/// The first item's settings; {} when the client has none (null).
json::object first_item(const json::value& result) {
  const auto* items = result.if_array();
  if (items == nullptr || items->empty()) return {};
  const auto* values = items->front().if_object();
  return values != nullptr ? *values : json::object{};
}

}  // namespace

struct Configuration::State {
  State(Rpc& r, asio::any_io_executor e, SettingsLayers& l, std::function<void()> c)
      : rpc(r), executor(std::move(e)), layers(l), on_change(std::move(c)) {}

  static asio::awaitable<void> pull(std::shared_ptr<State> self);
  static asio::awaitable<void> subscribe(std::shared_ptr<State> self);
  static void changed(const std::shared_ptr<State>& self, const json::value& params);
  void set(Layer layer, json::object values);
  void show(std::vector<std::string> messages);

  Rpc& rpc;
  const asio::any_io_executor executor;
  SettingsLayers& layers;
  const std::function<void()> on_change;
  bool alive = true;  ///< false: the references above may be gone
  bool can_ask = false;
  bool can_subscribe = false;
  bool ready = false;  ///< `initialized` has come
  std::uint64_t last_pull = 0;
  json::object workspace;  ///< what the layer holds now
  std::set<std::string> shown;
  std::vector<std::string> waiting;
};

void Configuration::State::show(std::vector<std::string> messages) {
  for (auto& message : messages) {
    if (!shown.insert(message).second) continue;
    if (!ready) {
      waiting.push_back(std::move(message));
      continue;
    }
    rpc.notify("window/showMessage", json::object{{"type", kWarning}, {"message", message}});
  }
}

void Configuration::State::set(Layer layer, json::object values) {
  show(layers.set(layer, std::move(values)));
  if (on_change) on_change();
}

/// Answers may come in another order than asked: only the newest question counts.
asio::awaitable<void> Configuration::State::pull(std::shared_ptr<State> self) {
  const auto number = ++self->last_pull;
  json::object item{{"section", kSection}};
  json::object params{{"items", json::array{std::move(item)}}};
  const auto result = co_await self->rpc.request("workspace/configuration", std::move(params));
  if (!self->alive || !result || number != self->last_pull) co_return;
  auto values = first_item(*result);
  if (values == self->workspace) co_return;
  self->workspace = values;
  self->set(Layer::workspace, std::move(values));
}

asio::awaitable<void> Configuration::State::subscribe(std::shared_ptr<State> self) {
  json::object options{{"section", kSection}};
  json::object registration{{"id", "cerebras.configuration"},
                            {"method", "workspace/didChangeConfiguration"},
                            {"registerOptions", std::move(options)}};
  json::object params{{"registrations", json::array{std::move(registration)}}};
  co_await self->rpc.request("client/registerCapability", std::move(params));
}

/// A client that can be asked sends null or anything: what counts is the answer. From the others
/// the pushed object counts, with the section's name around it or without.
void Configuration::State::changed(const std::shared_ptr<State>& self, const json::value& params) {
  if (self->can_ask) {
    asio::co_spawn(self->executor, pull(self), asio::detached);
    return;
  }
  const auto* object = params.if_object();
  const auto* settings = object != nullptr ? object->if_contains("settings") : nullptr;
  if (settings == nullptr || !settings->is_object()) return;
  auto values = initialization_options(*settings).settings;
  if (values == self->workspace) return;
  self->workspace = values;
  self->set(Layer::workspace, std::move(values));
}

Configuration::Configuration(Rpc& rpc, asio::any_io_executor executor, SettingsLayers& layers,
                             std::function<void()> on_change)
    : state_(std::make_shared<State>(rpc, std::move(executor), layers, std::move(on_change))) {
  rpc.on_notification("workspace/didChangeConfiguration",
                      [state = state_](const json::value& params) {
                        State::changed(state, params);
                        return Result<void>();
                      });
}

Configuration::~Configuration() {
  state_->alive = false;
}

std::string Configuration::initialize(const InitializeInfo& info) {
  state_->can_ask = info.client.configuration;
  state_->can_subscribe = info.client.configuration_dynamic;
  auto options = initialization_options(info.initialization_options);
  if (!options.settings.empty()) state_->set(Layer::initialization, std::move(options.settings));
  return std::move(options.session_id);
}

void Configuration::initialized() {
  state_->ready = true;
  const auto waiting = std::exchange(state_->waiting, {});
  for (const auto& message : waiting) {
    state_->rpc.notify("window/showMessage",
                       json::object{{"type", kWarning}, {"message", message}});
  }
  if (state_->can_subscribe) {
    asio::co_spawn(state_->executor, State::subscribe(state_), asio::detached);
  }
  if (state_->can_ask) asio::co_spawn(state_->executor, State::pull(state_), asio::detached);
}

void Configuration::show(std::vector<std::string> messages) {
  state_->show(std::move(messages));
}

}  // namespace server::lsp
