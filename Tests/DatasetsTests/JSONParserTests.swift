import Testing

@testable import Datasets

@Suite("The JSON parser")
struct JSONParserTests {
  @Test(
    "reads every kind of value, and writes it back without spaces",
    arguments: [
      ("null", "null"), (" true ", "true"), ("false", "false"), ("-0.50e+3", "-0.50e+3"),
      ("12345678901234567890123", "12345678901234567890123"), ("[]", "[]"), ("{ }", "{}"),
      ("[1, [2, {\"a\" : null}]]", "[1,[2,{\"a\":null}]]"),
      ("{\"b\":1,\"a\":2}", "{\"b\":1,\"a\":2}"),
      (#""\u0041\/\b\f\n\r\t\"\\""#, #""A/\u0008\u000c\n\r\t\"\\""#),
      (#""\ud83d\ude00""#, "\"😀\""), ("\"\\u0000\"", "\"\\u0000\""),
      ("\"\u{2028}\u{85}\"", #""\u2028\u0085""#),
    ])
  func values(text: String, expected: String) throws {
    #expect(try JSONParser.value(of: text).compactText == expected)
  }

  @Test(
    "refuses what is not JSON, and says where",
    arguments: [
      ("", 1, "the text ends where a value should be"), ("nul", 1, "no value begins like this"),
      ("NaN", 1, "NaN is not a JSON value"), ("-Infinity", 2, "Infinity is not a JSON value"),
      ("Infinity", 1, "Infinity is not a JSON value"), ("01", 2, "a number has a leading zero"),
      ("1.", 3, "a digit is due"), ("-", 2, "a digit is due"), ("1e", 3, "a digit is due"),
      (".5", 1, "no value begins like this"), ("+1", 1, "no value begins like this"),
      ("1 2", 3, "there is more after the value's end"),
      ("[1,]", 4, "no value begins like this"), ("[1 2]", 4, "a comma or a closing bracket is due"),
      ("{\"a\":1", 7, "a comma or a closing brace is due"), ("{\"a\" 1}", 6, "a colon is due"),
      ("{a:1}", 2, "a name in quotation marks is due"),
      ("{\"a\":1,}", 8, "a name in quotation marks is due"),
      ("{\"a\":1,\"a\":2}", 8, "the name 'a' is there twice"),
      ("\"a", 3, "the text ends inside a string"), ("\"a\\", 4, "the text ends inside a string"),
      ("\"\t\"", 2, "a control character in a string is not escaped"),
      ("\"\\x\"", 3, "a backslash is followed by no known escape"),
      ("\"\\u12g4\"", 4, "four hexadecimal digits are due"),
      ("\"\\u12", 4, "four hexadecimal digits are due"),
      ("\"a\\ud800\"", 3, "a surrogate stands alone, which is no text"),
      ("\"\\udc00\"", 2, "a surrogate stands alone, which is no text"),
      ("\"\\ud800\\ud800\"", 2, "a surrogate stands alone, which is no text"),
      ("\"\\ud800\\n\"", 2, "a surrogate stands alone, which is no text"),
    ])
  func problems(text: String, byte: Int, reason: String) {
    #expect {
      try JSONParser.value(of: text)
    } throws: { error in
      guard let problem = error as? JSONProblem else { return false }
      return problem.byte == byte && problem.reason == reason
    }
  }

  @Test("refuses values nested so deeply that they would overflow the stack")
  func depth() throws {
    let deepest = JSONParser.maximumDepth
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + "1" + String(repeating: "]", count: depth)
    }
    #expect(throws: Never.self) { try JSONParser.value(of: nested(deepest)) }
    #expect(throws: JSONProblem.self) { try JSONParser.value(of: nested(deepest + 1)) }
    #expect(throws: JSONProblem.self) { try JSONParser.value(of: nested(1_000_000)) }
  }

  @Test(
    "counts the letters that must change",
    arguments: [("kitten", "sitting", 3), ("", "abc", 3), ("promt", "prompt", 1), ("a", "a", 0)])
  func distances(first: String, second: String, expected: Int) {
    #expect(editDistance(Array(first), Array(second)) == expected)
    #expect(editDistance(Array(second), Array(first)) == expected)
  }
}
