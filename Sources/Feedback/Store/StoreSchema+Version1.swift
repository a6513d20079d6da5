extension StoreSchema {
  /// Tables whose rows are never changed or deleted.
  static let appendOnlyTables1 = [
    "judgement", "event", "adjudication", "guideline", "prompt", "login_attempt", "reward_score",
    "export", "batch",
  ]

  /// Tables whose rows are changed and never deleted; only drafts are.
  static let keptTables1 = [
    "labeler", "assignment", "task", "settings", "completion", "quality_tag", "credential",
    "invitation", "session",
  ]

  /// The first format.
  ///
  /// Columns are the coding keys of the facts; times are milliseconds in UTC.
  static let version1 = people1 + texts1 + work1 + log1

  private static let people1 = """
    CREATE TABLE settings (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      name TEXT NOT NULL,
      axes TEXT NOT NULL CHECK (json_type(axes) = 'array'),
      flags TEXT NOT NULL CHECK (json_type(flags) = 'array'),
      undoCount INTEGER NOT NULL CHECK (undoCount >= 0),
      shortestLeaseSeconds INTEGER NOT NULL CHECK (shortestLeaseSeconds >= 1),
      longestLeaseSeconds INTEGER NOT NULL CHECK (longestLeaseSeconds >= 1),
      goldEvery INTEGER NOT NULL CHECK (goldEvery >= 0),
      validationThousandths INTEGER NOT NULL CHECK (validationThousandths >= 0),
      testThousandths INTEGER NOT NULL CHECK (testThousandths >= 0),
      splitSalt TEXT NOT NULL,
      createdAt INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE labeler (
      id INTEGER PRIMARY KEY,
      handle TEXT NOT NULL COLLATE NOCASE UNIQUE,
      displayName TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('person', 'model', 'rule')),
      role TEXT NOT NULL
        CHECK (role IN ('administrator', 'adjudicator', 'labeler', 'auditor')),
      state TEXT NOT NULL CHECK (state IN ('active', 'paused', 'closed')),
      createdAt INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE credential (
      id INTEGER PRIMARY KEY,
      labelerID INTEGER NOT NULL UNIQUE REFERENCES labeler,
      passwordHash TEXT NOT NULL,
      changedAt INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE invitation (
      id INTEGER PRIMARY KEY,
      tokenHash TEXT NOT NULL UNIQUE,
      role TEXT NOT NULL
        CHECK (role IN ('administrator', 'adjudicator', 'labeler', 'auditor')),
      allowedUses INTEGER NOT NULL CHECK (allowedUses >= 1),
      uses INTEGER NOT NULL CHECK (uses >= 0),
      createdAt INTEGER NOT NULL,
      expiresAt INTEGER NOT NULL,
      authorID INTEGER REFERENCES labeler,
      revokedAt INTEGER
    ) STRICT;

    CREATE TABLE session (
      id INTEGER PRIMARY KEY,
      tokenHash TEXT NOT NULL UNIQUE,
      labelerID INTEGER NOT NULL REFERENCES labeler,
      formToken TEXT NOT NULL,
      role TEXT NOT NULL
        CHECK (role IN ('administrator', 'adjudicator', 'labeler', 'auditor')),
      createdAt INTEGER NOT NULL,
      lastSeenAt INTEGER NOT NULL,
      idleExpiresAt INTEGER NOT NULL,
      expiresAt INTEGER NOT NULL,
      revokedAt INTEGER
    ) STRICT;
    CREATE INDEX session_open ON session (labelerID) WHERE revokedAt IS NULL;

    CREATE TABLE login_attempt (
      id INTEGER PRIMARY KEY,
      handleHash TEXT NOT NULL,
      addressPrefix TEXT NOT NULL,
      at INTEGER NOT NULL,
      succeeded INTEGER NOT NULL CHECK (succeeded IN (0, 1))
    ) STRICT;
    CREATE INDEX login_attempt_handle ON login_attempt (handleHash, at) WHERE succeeded = 0;
    CREATE INDEX login_attempt_address ON login_attempt (addressPrefix, at) WHERE succeeded = 0;

    CREATE TABLE guideline (
      id INTEGER PRIMARY KEY,
      version INTEGER NOT NULL UNIQUE CHECK (version >= 1),
      text TEXT NOT NULL,
      sha256 TEXT NOT NULL,
      createdAt INTEGER NOT NULL,
      authorID INTEGER REFERENCES labeler
    ) STRICT;


    """

  private static let texts1 = """
    CREATE TABLE prompt (
      id INTEGER PRIMARY KEY,
      sha256 TEXT NOT NULL UNIQUE,
      turns TEXT NOT NULL CHECK (json_type(turns) = 'array'),
      source TEXT NOT NULL,
      sourceReference TEXT,
      authorID INTEGER REFERENCES labeler,
      cluster TEXT NOT NULL,
      split TEXT NOT NULL CHECK (split IN ('train', 'validation', 'test')),
      createdAt INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX prompt_cluster ON prompt (cluster);

    CREATE TABLE completion (
      id INTEGER PRIMARY KEY,
      promptID INTEGER NOT NULL REFERENCES prompt,
      sha256 TEXT NOT NULL,
      text TEXT NOT NULL,
      origin TEXT NOT NULL CHECK (origin IN ('model', 'person', 'edited', 'reference')),
      modelName TEXT,
      modelHash TEXT,
      sampling TEXT CHECK (sampling IS NULL OR json_type(sampling) = 'object'),
      finishReason TEXT,
      parentID INTEGER REFERENCES completion,
      authorID INTEGER REFERENCES labeler,
      createdAt INTEGER NOT NULL,
      withdrawnAt INTEGER
    ) STRICT;
    CREATE INDEX completion_prompt ON completion (promptID);
    CREATE TRIGGER completion_text_stays BEFORE UPDATE ON completion
    WHEN OLD.text IS NOT NEW.text OR OLD.sha256 IS NOT NEW.sha256
      OR OLD.promptID IS NOT NEW.promptID OR OLD.origin IS NOT NEW.origin
      OR OLD.authorID IS NOT NEW.authorID OR OLD.modelHash IS NOT NEW.modelHash
    BEGIN SELECT RAISE(ABORT, 'a completion is never changed, only withdrawn'); END;

    CREATE TABLE reward_score (
      id INTEGER PRIMARY KEY,
      completionID INTEGER NOT NULL REFERENCES completion,
      rewardModel TEXT NOT NULL,
      score REAL NOT NULL,
      createdAt INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX reward_score_completion ON reward_score (completionID);


    """

  private static let work1 = """
    CREATE TABLE batch (
      id INTEGER PRIMARY KEY,
      round INTEGER NOT NULL CHECK (round >= 0),
      purpose TEXT NOT NULL,
      selector TEXT NOT NULL,
      createdAt INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE task (
      id INTEGER PRIMARY KEY,
      batchID INTEGER NOT NULL REFERENCES batch,
      promptID INTEGER NOT NULL REFERENCES prompt,
      kind TEXT NOT NULL
        CHECK (kind IN ('ranking', 'pair', 'rating', 'demonstration', 'edit', 'chat')),
      completionIDs TEXT NOT NULL CHECK (json_type(completionIDs) = 'array'),
      requiredOverlap INTEGER NOT NULL CHECK (requiredOverlap >= 1),
      priority REAL NOT NULL,
      selectionProbability REAL NOT NULL CHECK (selectionProbability >= 0),
      gold TEXT CHECK (gold IS NULL OR json_type(gold) = 'object'),
      state TEXT NOT NULL
        CHECK (state IN ('open', 'complete', 'disputed', 'settled', 'void')),
      createdAt INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX task_batch ON task (batchID);
    CREATE INDEX task_prompt ON task (promptID);
    CREATE INDEX task_state ON task (state);
    CREATE INDEX task_open ON task (priority DESC, id) WHERE state = 'open' AND gold IS NULL;
    CREATE INDEX task_open_gold ON task (priority DESC, id)
      WHERE state = 'open' AND gold IS NOT NULL;
    CREATE TRIGGER task_question_stays BEFORE UPDATE ON task
    WHEN OLD.batchID IS NOT NEW.batchID OR OLD.promptID IS NOT NEW.promptID
      OR OLD.kind IS NOT NEW.kind OR OLD.completionIDs IS NOT NEW.completionIDs
    BEGIN SELECT RAISE(ABORT, 'what a task asks is never changed'); END;

    CREATE TABLE assignment (
      id INTEGER PRIMARY KEY,
      taskID INTEGER NOT NULL REFERENCES task,
      labelerID INTEGER NOT NULL REFERENCES labeler,
      state TEXT NOT NULL
        CHECK (state IN ('leased', 'submitted', 'skipped', 'expired', 'surplus')),
      "order" TEXT NOT NULL CHECK (json_type("order") = 'array'),
      orderSeed INTEGER NOT NULL,
      guidelineID INTEGER NOT NULL REFERENCES guideline,
      leasedAt INTEGER NOT NULL,
      leaseExpiresAt INTEGER NOT NULL,
      openedAt INTEGER,
      submittedAt INTEGER,
      activeMilliseconds INTEGER NOT NULL CHECK (activeMilliseconds >= 0),
      UNIQUE (taskID, labelerID)
    ) STRICT;
    CREATE INDEX assignment_labeler ON assignment (labelerID, state);
    CREATE INDEX assignment_finished ON assignment (labelerID, submittedAt DESC, id DESC)
      WHERE state IN ('submitted', 'skipped', 'surplus');
    CREATE INDEX assignment_overdue ON assignment (leaseExpiresAt) WHERE state = 'leased';
    CREATE TRIGGER assignment_order_stays BEFORE UPDATE ON assignment
    WHEN OLD.taskID IS NOT NEW.taskID OR OLD.labelerID IS NOT NEW.labelerID
      OR OLD."order" IS NOT NEW."order" OR OLD.orderSeed IS NOT NEW.orderSeed
    BEGIN SELECT RAISE(ABORT, 'what was lent to whom in which order is never changed'); END;

    CREATE TABLE draft (
      id INTEGER PRIMARY KEY,
      assignmentID INTEGER NOT NULL UNIQUE REFERENCES assignment,
      fields TEXT NOT NULL CHECK (json_type(fields) = 'array'),
      sequence INTEGER NOT NULL,
      savedAt INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE judgement (
      id INTEGER PRIMARY KEY,
      assignmentID INTEGER NOT NULL REFERENCES assignment,
      revision INTEGER NOT NULL CHECK (revision >= 1),
      idempotencyKey TEXT NOT NULL UNIQUE,
      answer TEXT NOT NULL CHECK (json_type(answer) = 'object'),
      writtenCompletionID INTEGER REFERENCES completion,
      isUnchangedOrder INTEGER NOT NULL CHECK (isUnchangedOrder IN (0, 1)),
      activeMilliseconds INTEGER NOT NULL CHECK (activeMilliseconds >= 0),
      createdAt INTEGER NOT NULL,
      UNIQUE (assignmentID, revision)
    ) STRICT;

    CREATE TABLE adjudication (
      id INTEGER PRIMARY KEY,
      taskID INTEGER NOT NULL REFERENCES task,
      adjudicatorID INTEGER NOT NULL REFERENCES labeler,
      answer TEXT NOT NULL CHECK (json_type(answer) = 'object'),
      cause TEXT NOT NULL
        CHECK (cause IN ('mistake', 'guidelineGap', 'closeCall', 'taste', 'unclearTask')),
      note TEXT NOT NULL,
      createdAt INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX adjudication_task ON adjudication (taskID);

    CREATE TABLE quality_tag (
      id INTEGER PRIMARY KEY,
      subject TEXT NOT NULL
        CHECK (subject IN ('assignment', 'labeler', 'task', 'completion', 'prompt')),
      subjectNumber INTEGER NOT NULL,
      name TEXT NOT NULL,
      reason TEXT NOT NULL,
      excludes INTEGER NOT NULL CHECK (excludes IN (0, 1)),
      authorID INTEGER REFERENCES labeler,
      createdAt INTEGER NOT NULL,
      liftedAt INTEGER
    ) STRICT;
    CREATE INDEX quality_tag_subject ON quality_tag (subject, subjectNumber);


    """

  private static let log1 = """
    CREATE TABLE event (
      id INTEGER PRIMARY KEY,
      at INTEGER NOT NULL,
      actorID INTEGER REFERENCES labeler,
      kind TEXT NOT NULL,
      targetTable TEXT NOT NULL,
      targetNumber INTEGER NOT NULL,
      body TEXT NOT NULL CHECK (json_valid(body)),
      previousHash TEXT NOT NULL CHECK (length(previousHash) = 64),
      hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64)
    ) STRICT;

    CREATE TABLE export (
      id INTEGER PRIMARY KEY,
      at INTEGER NOT NULL,
      format TEXT NOT NULL,
      filter TEXT NOT NULL CHECK (json_valid(filter)),
      rowCount INTEGER NOT NULL CHECK (rowCount >= 0),
      sha256 TEXT NOT NULL,
      lastEventID INTEGER NOT NULL REFERENCES event,
      path TEXT NOT NULL
    ) STRICT;
    """
}
