//! Splits the text of a small expression language into tokens.

use std::collections::HashMap;
use std::fmt;

#[derive(Debug, Clone, PartialEq)]
pub enum Token {
    Number(f64),
    Name(String),
    Text(String),
    Symbol(char),
    End,
}

#[derive(Debug)]
pub struct LexError {
    pub line: usize,
    pub column: usize,
    pub message: String,
}

impl fmt::Display for LexError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}:{}: {}", self.line, self.column, self.message)
    }
}

pub struct Lexer<'a> {
    rest: std::iter::Peekable<std::str::Chars<'a>>,
    line: usize,
    column: usize,
    keywords: HashMap<&'static str, Token>,
}

impl<'a> Lexer<'a> {
    pub fn new(text: &'a str) -> Self {
        let mut keywords = HashMap::new();
        keywords.insert("true", Token::Number(1.0));
        keywords.insert("false", Token::Number(0.0));
        Lexer {
            rest: text.chars().peekable(),
            line: 1,
            column: 1,
            keywords,
        }
    }

    fn advance(&mut self) -> Option<char> {
        let next = self.rest.next()?;
        if next == '\n' {
            self.line += 1;
            self.column = 1;
        } else {
            self.column += 1;
        }
        Some(next)
    }

    fn take_while(&mut self, accept: impl Fn(char) -> bool) -> String {
        let mut taken = String::new();
        while let Some(&next) = self.rest.peek() {
            if !accept(next) {
                break;
            }
            taken.push(next);
            self.advance();
        }
        taken
    }

    fn error<T>(&self, message: &str) -> Result<T, LexError> {
        Err(LexError {
            line: self.line,
            column: self.column,
            message: message.to_string(),
        })
    }

    fn text(&mut self) -> Result<Token, LexError> {
        self.advance();
        let content = self.take_while(|c| c != '"' && c != '\n');
        if self.advance() != Some('"') {
            return self.error("text without its closing quote");
        }
        Ok(Token::Text(content))
    }

    fn number(&mut self) -> Result<Token, LexError> {
        let digits = self.take_while(|c| c.is_ascii_digit() || c == '.');
        match digits.parse::<f64>() {
            Ok(value) => Ok(Token::Number(value)),
            Err(_) => self.error("not a number"),
        }
    }

    pub fn next_token(&mut self) -> Result<Token, LexError> {
        self.take_while(char::is_whitespace);
        let Some(&first) = self.rest.peek() else {
            return Ok(Token::End);
        };
        if first.is_ascii_digit() {
            return self.number();
        }
        if first.is_alphabetic() || first == '_' {
            let name = self.take_while(|c| c.is_alphanumeric() || c == '_');
            let known = self.keywords.get(name.as_str()).cloned();
            return Ok(known.unwrap_or(Token::Name(name)));
        }
        if first == '"' {
            return self.text();
        }
        self.advance();
        Ok(Token::Symbol(first))
    }
}

pub fn tokens(text: &str) -> Result<Vec<Token>, LexError> {
    let mut lexer = Lexer::new(text);
    let mut all = Vec::new();
    loop {
        let token = lexer.next_token()?;
        if token == Token::End {
            return Ok(all);
        }
        all.push(token);
    }
}
