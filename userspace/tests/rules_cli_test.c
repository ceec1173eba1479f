// SPDX-License-Identifier: GPL-2.0-or-later
/* jpkictl rules as its users meet it: askings, files of them, and lists. */
#include <stdlib.h>
#include <unistd.h>

#include "csv.h"
#include "process.h"
#include "rules_rows.h"

#define RULES(...) process_run(NULL, "rules", __VA_ARGS__, (char *)NULL)

/* Answers for a file of these bytes. */
static int batch_bytes(const char *text, size_t len, const char *option)
{
	FILE *in = tmpfile();
	int status;

	fwrite(text, 1, len, in);
	rewind(in);
	status = process_run(in, "rules", "batch", "-", option, (char *)NULL);
	fclose(in);
	return status;
}

#define BATCH(text) batch_bytes(text, sizeof(text) - 1, NULL)

static void an_answer_has_its_exit_status(void)
{
	CHECK_LONG(RULES("ask", "renewal_opens", "expiry=2025-07-01"), 0);
	CHECK_TEXT(process_out, "opens=2025-04-02\n");
	CHECK_TEXT(process_err, "");
	CHECK_LONG(RULES("ask", "renewal_opens"), 1);
	CHECK_TEXT(process_out, "unknown:expiry\n");
	CHECK_LONG(RULES("ask", "cert_state", "on=2025-07-01"), 1);
	CHECK_LONG(RULES("ask", "service", "service=etax_sign",
			 "card=mynumber", "on=2024-02-01",
			 "sign_state=unknown"), 1);
	CHECK_LONG(RULES("ask", "office_open", "profile=sapporo", "desk=ward",
			 "at=2024-02-01T12:00:00Z"), 1);
	CHECK_LONG(RULES("ask", "renewal_opens", "expiry=2025-02-29"), 2);
	CHECK_TEXT(process_out, "");
	CHECK_TEXT(process_err,
		   "jpkictl: The input expiry must be a day such as "
		   "2027-02-20, from 1900 to 2199. (input 1)\n");
	CHECK_LONG(RULES("ask", "card_expiry", "birth=2025-02-02",
			 "issued=2025-02-01"), 2);
	CHECK_TEXT(process_err, "jpkictl: The inputs cannot be true together: "
		   "birth lies after issued.\n");
}

static void explanations_are_sentences(void)
{
	CHECK_LONG(RULES("ask", "renewal_opens", "expiry=2025-07-01",
			 "--explain", "--lang=ja"), 0);
	CHECK(strstr(process_out, "opens=2025-04-02\n電子証明書は 2025年4月2日"));
	CHECK_LONG(RULES("ask", "office_open", "profile=adachi", "desk=phone",
			 "at=2025-12-31T12:00:00Z", "--explain",
			 "--lang=ja"), 0);
	CHECK(strstr(process_out, "2026年1月4日"));
	CHECK(strstr(process_out, "09:30:00"));
	CHECK(strstr(process_out, "0120-95-0178"));
	CHECK_LONG(RULES("ask", "fee", "occasion=reissue_fault", "what=both",
			 "--explain", "--lang=en"), 0);
	CHECK_TEXT(process_out, "yen=1000\nThe fee is 1000 yen, paid at the "
		   "desk of the municipal office.\n");
}

static void a_finding_in_json(void)
{
	CHECK_LONG(RULES("ask", "renewal_opens", "expiry=2025-07-01", "--json",
			 "--lang=en"), 0);
	CHECK_TEXT(process_out,
		   "{\"schema\":\"jpki.rule/1\",\"id\":null,"
		   "\"question\":\"renewal_opens\",\"result\":\"answer\","
		   "\"answer\":\"opens=2025-04-02\","
		   "\"values\":{\"opens\":\"2025-04-02\"},\"missing\":[],"
		   "\"rule\":\"DATE-4\",\"meaning\":[\"The certificate can be "
		   "renewed from 2025-04-02, with or without the notice: "
		   "take the card and its PINs to your municipal office.\"],"
		   "\"error\":null}\n");
	CHECK_LONG(RULES("ask", "cert_state", "on=2025-07-01", "--json"), 1);
	CHECK(strstr(process_out, "\"values\":{\"state\":\"unknown\"},"
		     "\"missing\":[\"expiry\",\"not_before\"]"));
	CHECK_LONG(RULES("ask", "card_expiry", "--json"), 1);
	CHECK(strstr(process_out, "\"values\":{},"
		     "\"missing\":[\"birth\",\"issued\"]"));
	CHECK_LONG(RULES("ask", "store_until", "now=2026-01-05T12:00:00+09:00",
			 "app_done=2026-01-05T10:00:00+09:00", "--json"), 0);
	CHECK(strstr(process_out, "+09:00\"},\"missing\":[],"));
	CHECK_LONG(RULES("ask", "card_expiry", "birth=x", "--json"), 2);
	CHECK(strstr(process_out, "{\"schema\":\"jpki.error/1\","
		     "\"error\":\"value\""));
}

static void questions_are_listed(void)
{
	CHECK_LONG(RULES("list"), 0);
	CHECK(strstr(process_out, "\nrenewal_opens (DATE-3 DATE-4)\n"
		     "    expiry: a day such as"));
	CHECK(strstr(process_out, "\n    [stay_until]: "));
	CHECK_LONG(RULES("list", "--json"), 0);
	CHECK(strstr(process_out, "{\"schema\":\"jpki.rules/1\","));
}

static void wrong_usage_is_told(void)
{
	CHECK_LONG(process_run(NULL, "rules", (char *)NULL), 2);
	CHECK_LONG(RULES("ask"), 2);
	CHECK_LONG(RULES("batch"), 2);
	CHECK_LONG(RULES("list", "card_expiry"), 2);
	CHECK_LONG(RULES("batch", "/nonexistent.csv"), 2);
	CHECK(strstr(process_err, "/nonexistent.csv"));
	CHECK_LONG(RULES("batch", "/"), 2);
	CHECK_LONG(RULES("list", "--crl=x"), 2);
}

static void a_file_is_answered_row_by_row(void)
{
	CHECK_LONG(BATCH("id,question,inputs,expected,why\n"
			 "a,renewal_opens,expiry=2025-07-01,x,y\n"
			 "b,cert_expiry,,,\n"
			 "c,renewal_opens,expiry=,,\n"
			 "\"d,\"\"e\"\"\",renewal_opens,\"expiry=2025-07-01\"\n"
			 "f,moon,"), 0);
	CHECK_TEXT(process_out,
		   "id,answer\n"
		   "a,opens=2025-04-02\n"
		   "b,\"unknown:birth,card,issued,kind\"\n"
		   "c,error\n"
		   "\"d,\"\"e\"\"\",opens=2025-04-02\n"
		   "f,error\n");
	CHECK_TEXT(process_err, "");
}

static void files_of_other_systems_are_read(void)
{
	CHECK_LONG(BATCH("\xef\xbb\xbfid,question,inputs\r\n"
			 "a,renewal_opens,\"expiry=2025-07-01\"\r\n"
			 "\r\n"
			 "b,renewal_opens,expiry=2025-07-01\r\n"), 0);
	CHECK_TEXT(process_out, "id,answer\na,opens=2025-04-02\n"
		   "b,opens=2025-04-02\n");
	CHECK_LONG(BATCH("a,renewal_opens,expiry=2025-07-01"), 0);
	CHECK_TEXT(process_out, "a,opens=2025-04-02\n");
	CHECK_LONG(BATCH(""), 0);
	CHECK_TEXT(process_out, "");
}

static void a_bad_row_does_not_stop_the_rest(void)
{
	CHECK_LONG(BATCH("a,renewal_opens\n"
			 "b,renewal_opens,\"expiry=2025-07-01\"x,y\n"
			 "c,renewal_opens,exp\"iry=2025-07-01\n"
			 "d,renewal_opens,expiry=2025-07-01\n"
			 "e,renewal_opens,expiry=\0\n"
			 "f,renewal_opens,\"expiry=2025-07-01\n"), 1);
	CHECK_TEXT(process_out, "a,error\nb,error\nc,error\n"
		   "d,opens=2025-04-02\ne,error\nf,error\n");
	CHECK(strstr(process_err, "line 1: id, question and inputs"));
	CHECK(strstr(process_err, "line 2: text behind a closing quote"));
	CHECK(strstr(process_err, "line 3: a quote inside a field"));
	CHECK(strstr(process_err, "line 5: a zero byte"));
	CHECK(strstr(process_err, "line 6: a quote that is not closed"));
}

static void a_long_row_is_bounded(void)
{
	const char *tail = "\nb,renewal_opens,expiry=2025-07-01\n";
	size_t len = 3 * CSV_ROW_MAX;
	char *text = malloc(len + strlen(tail));

	memset(text, 'x', len);
	memcpy(text, "a,fee,", 6);
	memcpy(text + len, tail, strlen(tail));
	CHECK_LONG(batch_bytes(text, len + strlen(tail), NULL), 1);
	CHECK_TEXT(process_out, "a,error\nb,opens=2025-04-02\n");
	CHECK(strstr(process_err, "line 1: a row that is too long"));
	free(text);
}

static void rows_in_json_carry_their_id(void)
{
	static const char text[] = "a,renewal_opens,expiry=x\n";

	CHECK_LONG(batch_bytes(text, sizeof(text) - 1, "--json"), 0);
	CHECK(strstr(process_out, "{\"schema\":\"jpki.rule/1\",\"id\":\"a\","));
	CHECK(strstr(process_out, "\"error\":{\"name\":\"value\","
		     "\"key\":\"expiry\",\"input\":1,"));
}

static void a_wrong_profile_is_no_silent_loss(void)
{
	char dir[] = "/tmp/profiles-XXXXXX", path[64];
	FILE *file;

	CHECK(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/kyoto.profile", dir);
	file = fopen(path, "w");
	fputs("title = 京都市\nanswer_months = 1\n", file);
	fclose(file);
	CHECK_LONG(RULES("ask", "answer_until", "profile=kyoto",
			 "letter=2024-01-31", "--profile-dir", dir), 0);
	CHECK_TEXT(process_out, "until=2024-02-29\n");
	file = fopen(path, "a");
	fputs("color = red\n", file);
	fclose(file);
	CHECK_LONG(RULES("ask", "renewal_opens", "expiry=2025-07-01",
			 "--profile-dir", dir), 2);
	CHECK_TEXT(process_out, "");
	CHECK(strstr(process_err, "kyoto.profile:3: color: expected"));
	(void)unlink(path);
	(void)rmdir(dir);
}

/* The column "expected" of a row of worked examples, unquoted. */
static void expected_of(const char *line, char *text)
{
	bool quoted = false;
	int column = 0;

	for (; *line && *line != '\n'; line++) {
		if (*line == '"')
			quoted = !quoted;
		else if (*line == ',' && !quoted)
			column++;
		else if (column == 3)
			*text++ = *line;
	}
	*text = '\0';
}

static const char *vectors_path(void)
{
	static char path[512];
	const char *dir = getenv("JPKI_SHARED");

	snprintf(path, sizeof(path), "%s/rules/vectors.csv",
		 dir ? dir : TEST_SHARED);
	return access(path, R_OK) ? NULL : path;
}

static void worked_examples_have_their_answers(void)
{
	char line[4096], want[4096], got[4096];
	const char *path = vectors_path();
	char *rest = process_out;
	FILE *file;

	if (!path) {
		tap_skip = "there are none beside the tree";
		return;
	}
	CHECK_LONG(RULES("batch", path), 0);
	file = fopen(path, "r");
	CHECK(fgets(line, sizeof(line), file));
	rest = strchr(rest, '\n') + 1;
	while (fgets(line, sizeof(line), file)) {
		expected_of(line, want);
		snprintf(got, sizeof(got), ",,%.*s", (int)strcspn(rest, "\n"),
			 rest);
		expected_of(got, got);
		tap_text(line, 0, "answer", got, want);
		rest += strcspn(rest, "\n");
		rest += *rest == '\n';
	}
	fclose(file);
}

int main(void)
{
	static const struct tap_case cases[] = {
		TAP_CASE(an_answer_has_its_exit_status),
		TAP_CASE(explanations_are_sentences),
		TAP_CASE(a_finding_in_json),
		TAP_CASE(questions_are_listed),
		TAP_CASE(wrong_usage_is_told),
		TAP_CASE(a_file_is_answered_row_by_row),
		TAP_CASE(files_of_other_systems_are_read),
		TAP_CASE(a_bad_row_does_not_stop_the_rest),
		TAP_CASE(a_long_row_is_bounded),
		TAP_CASE(rows_in_json_carry_their_id),
		TAP_CASE(a_wrong_profile_is_no_silent_loss),
		TAP_CASE(worked_examples_have_their_answers),
	};

	unsetenv("LC_ALL");
	unsetenv("LC_MESSAGES");
	unsetenv("LANG");
	setenv("JPKI_LOCALEDIR", TEST_LOCALEDIR, 1);
	return TAP_RUN(cases);
}
