// The rule-based answers to the built-in actions, one function each: ActionPrompt -> the new lines
// (or the text). What a rule does not understand stays as it is. Pure.
#pragma once

#include "tests/simulator/action_prompt.hpp"

#include <string>

namespace simulator {

/// A documentation comment from the signature, in the language's style, on top of the range.
std::string document(const ActionPrompt& prompt);
/// Comparisons with true and false, `c ? true : false`, an else behind a return.
std::string simplify(const ActionPrompt& prompt);
/// Missing ';', ')' and ':', "did you mean".
std::string fix(const ActionPrompt& prompt);
/// A body from the name and the result: add, subtract, maximum, minimum, get and set, else a
/// default.
std::string implement(const ActionPrompt& prompt);
/// "rename X to Y", "upper case NAME", "lower case NAME", "remove comments".
std::string edit(const ActionPrompt& prompt);
/// A test file's text.
std::string tests(const ActionPrompt& prompt);
/// A comment for an action that adds lines: its instruction, marked as simulated.
std::string remark(const ActionPrompt& prompt);
/// Markdown for a person, labelled as simulated.
std::string explain(const ActionPrompt& prompt);

}  // namespace simulator
