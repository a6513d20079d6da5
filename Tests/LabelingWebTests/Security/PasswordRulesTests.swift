import Testing

@testable import LabelingWeb

@Suite struct PasswordRulesTests {
  @Test("Three thousand common passwords are known, in capitals too")
  func common() {
    #expect(CommonPasswords.count == 3000)
    for password in ["password", "12345678", "qwertyuiop", "iloveyou", "TrustNo1", "PASSWORD"] {
      #expect(CommonPasswords.contains(password), "\(password)")
      #expect(PasswordRules.problem(with: password, handle: "ada") != nil)
    }
    #expect(!CommonPasswords.contains("four plain words here"))
  }

  @Test("A password has 8 to 256 characters of any kind")
  func length() {
    #expect(PasswordRules.problem(with: "a b c d", handle: "ada") != nil)
    #expect(PasswordRules.problem(with: "a b c d!", handle: "ada") == nil)
    #expect(PasswordRules.problem(with: "ÄÖÜßéñøł", handle: "ada") == nil)
    let long = String(repeating: "abcd", count: 64)
    #expect(PasswordRules.problem(with: long, handle: "ada") == nil)
    #expect(PasswordRules.problem(with: long + "e", handle: "ada") != nil)
  }

  @Test("A password is neither one character many times nor the name to sign in with")
  func obvious() {
    #expect(PasswordRules.problem(with: "aaaaaaaaaaaa", handle: "ada") != nil)
    #expect(PasswordRules.problem(with: "Grace.Hopper", handle: "grace.hopper") != nil)
  }
}
