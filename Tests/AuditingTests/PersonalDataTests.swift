import Auditing
import Datasets
import Testing

@Suite("Personal data")
struct PersonalDataTests {
  @Test(
    "is found with its kind and its place",
    arguments: [
      ("Mail me: jo.meyer+x@mail.uni-kiel.de.", .email, "jo.meyer+x@mail.uni-kiel.de"),
      ("<a@b.co>", .email, "a@b.co"),
      ("Call +49 30 90182015 now", .phone, "+49 30 90182015"),
      ("Call (212) 867-5309 now", .phone, "(212) 867-5309"),
      ("212-867-5309", .phone, "212-867-5309"),
      ("1-212-867-5309.", .phone, "1-212-867-5309"),
      ("Tel. 212.867.5309", .phone, "212.867.5309"),
      ("4539 1488 0343 6467", .paymentCard, "4539 1488 0343 6467"),
      ("card 4539148803436467.", .paymentCard, "4539148803436467"),
      ("amex 3411-111111-11111?", .paymentCard, "3411-111111-11111"),
      ("GB82 WEST 1234 5698 7654 32", .bankAccount, "GB82 WEST 1234 5698 7654 32"),
      ("to DE89370400440532013000.", .bankAccount, "DE89370400440532013000"),
      ("host 81.169.145.72:80", .networkAddress, "81.169.145.72"),
      ("SSN 536-22-8714", .nationalID, "536-22-8714"),
      ("“é” 👩‍👩‍👧 x@y.org", .email, "x@y.org"),
    ] as [(String, PersonalData.Kind, String)])
  func found(text: String, kind: PersonalData.Kind, part: String) {
    let found = personalData(in: text)
    #expect(found.map(\.kind) == [kind])
    #expect(found.map { String(text[$0.range]) } == [part])
  }

  @Test(
    "is not what only looks like it",
    arguments: [
      "jo@example.com, a@b.test, me@localhost, @handle, a@b, x @ y.com",
      "4539 1488 0343 6468", "4111 1111 1111 1111", "1234567890123456", "0000 0000 0000 0000",
      "DE88 3704 0044 0532 0130 00", "GB82WEST12345698765432X", "ISBN 978-3-16-148410-0",
      "192.168.0.1, 10.0.0.1, 127.0.0.1, 172.16.3.4, 203.0.113.9, 300.1.1.1, 8.8.8.8, 1.2.3.4",
      "version 12.0.1.2-beta", "12.34.56.78.90",
      "000-12-3456, 666-12-3456, 900-12-3456, 123-45-6789",
      "1-800-273-8255", "(800) 273-8255", "555-0123", "(555) 867-5309", "212 867 5309 people",
      "2026-11-26 12:30:00", "1,234,567", "3.14159265358979", "0-306-40615-2", "1914-1918",
      "+1 555 0100", "+3 points", "2.5-3.5-4.5", "https://x.org/212-867-5309", "$212-867-5309",
      "536-22-8714-1", "10 20 30 40 50 60 70",
    ])
  func innocent(text: String) {
    #expect(personalData(in: text).map { "\($0.kind) \(text[$0.range])" } == [])
  }

  @Test("is masked in reports")
  func masked() {
    #expect(personalData(in: "maria.keller@posteo.de").first?.excerpt == "ma••••••••••••••••••de")
    #expect(personalData(in: "a@b.co").first?.excerpt == "••••••")
    let report = auditReport(of: [
      AuditedRanking(
        prompt: .text("Where?"),
        completions: [
          AuditedCompletion(content: .text("maria.keller@posteo.de"), rank: 1),
          AuditedCompletion(content: .text("There."), rank: 2),
        ])
    ])
    #expect(!report.text().contains("maria"))
  }

  @Test("of several kinds is found in the text's order")
  func several() {
    let found = personalData(in: "536-22-8714, a.b@c-d.de, 81.169.145.72 and b@c.de@d.fr")
    #expect(found.map(\.kind) == [.nationalID, .email, .networkAddress, .email])
  }
}
