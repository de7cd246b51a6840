package org.migrationrunbooks.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.audit.ChainedEntry;
import org.migrationrunbooks.review.RunRecord;

/** The entries of a record as a table (RFC 4180) that a spreadsheet opens. */
final class RecordCsv {

    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setHeader(
                    "number",
                    "id",
                    "at",
                    "code",
                    "actor",
                    "runbook",
                    "subject",
                    "reason",
                    "details",
                    "state",
                    "entryHash",
                    "hash")
            .get();

    private RecordCsv() {}

    static String of(RunRecord record) {
        StringBuilder text = new StringBuilder();
        try (CSVPrinter table = new CSVPrinter(text, FORMAT)) {
            for (ChainedEntry chained : record.entries()) {
                ChainedEntry.Link link = chained.link();
                table.printRecord(
                        link == null ? "" : link.number(),
                        chained.entry().id(),
                        chained.entry().at(),
                        chained.entry().code(),
                        cell(chained.entry().actor()),
                        chained.entry().runbook(),
                        cell(chained.entry().subject()),
                        cell(chained.entry().reason()),
                        cell(chained.storedDetails()),
                        ReviewViews.code(chained.state()),
                        link == null ? "" : link.entryHash(),
                        link == null ? "" : link.hash());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory takes everything", e);
        }
        return text.toString();
    }

    /** What a spreadsheet would take for a formula gets an apostrophe in front (OWASP, CSV injection); the JSON has it unchanged. */
    private static String cell(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return "";
        }
        return "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
