package org.migrationrunbooks.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.IdentityServiceImpl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@BrowserTest
@DisplayName("In Cockpit")
class CockpitTest {

    /** An operator who is an approver too, so that the role is not what stands in the way. */
    private static final String DEPUTY = "deputy";

    @LocalServerPort
    private int port;

    @Autowired
    private IdentityService identity;

    @Autowired
    private RepositoryService repository;

    @Autowired
    private Scripts scripts;

    @BeforeEach
    void hireTheDeputy() {
        if (identity.createUserQuery().userId(DEPUTY).count() == 0) {
            User deputy = identity.newUser(DEPUTY);
            deputy.setFirstName("Deputy");
            deputy.setLastName("Both");
            deputy.setPassword(DEPUTY);
            ((IdentityServiceImpl) identity).saveUser(deputy, true);
            identity.createMembership(DEPUTY, "operators");
            identity.createMembership(DEPUTY, "approvers");
        }
    }

    @Test
    void aMigrationIsStartedAfterItsDryRunApprovedBySomebodyElseAndWatched(Browser browser) {
        try (Visitor deputy = new Visitor(browser, port, DEPUTY);
                Visitor approver = new Visitor(browser, port, "approver")) {
            String run = start(deputy, "large-1");
            deputy.sees("Awaiting approval");

            deputy.open("/runbooks/approvals/" + run);
            deputy.sees("nobody decides about their own request");
            assertThat(deputy.page().getByRole(AriaRole.BUTTON, approve())).hasCount(0);
            deputy.screenshot("approval-of-own-request");

            approver.open("/runbooks/approvals");
            approver.sees("Live migration of large-1");
            approver.screenshot("approvals");
            approver.text("Live migration of large-1").click();
            approver.sees("Risk", "Forecast", "An instance of the gold tier.", "node-b", DEPUTY);
            approver.page().getByLabel("Comment (optional)").fill("Go ahead");
            approver.screenshot("approval");
            approver.page().getByRole(AriaRole.BUTTON, approve()).click();
            approver.sees("You have approved this plan");

            deputy.open("/runbooks");
            Locator bar = deputy.page()
                    .getByRole(AriaRole.PROGRESSBAR, new Page.GetByRoleOptions().setName("Progress of large-1"));
            assertThat(bar).hasAttribute("aria-valuenow", Pattern.compile("[1-9]\\d?"));
            deputy.screenshot("runbooks-under-way");
            deputy.text("Live migration of large-1").click();
            deputy.sees("Pre copy");
            deputy.screenshot("run-under-way");
            deputy.sees("The instance runs at the destination and nowhere else.", "Go ahead");
            assertThat(deputy.page().locator(".mr-diagram .mr-done").first()).isVisible();
            deputy.screenshot("run-completed");
        }
    }

    private String start(Visitor operator, String instance) {
        operator.open("/runbooks");
        operator.sees("Nothing moves now.", "node-c");
        operator.screenshot("runbooks");
        operator.button("Start a runbook").first().click();
        Locator start = operator.button("Start");
        assertThat(start).isDisabled();
        operator.page().getByLabel("Instance").fill(instance);
        operator.page().getByLabel("Reason, for the approver and the audit").fill("Kernel update of node-a");
        operator.button("Dry run").click();
        operator.sees("An approver will be asked.", "Forecast", "2 hosts were passed over");
        operator.text("2 hosts were passed over").click();
        operator.sees("node-c");
        operator.screenshot("start");
        start.dblclick();
        operator.page().waitForURL(url -> url.contains("#/runbooks/runs/"));
        List<String> runs =
                JsonPath.read(scripts.get("operator", Scripts.RUNBOOKS + "?instance=" + instance), "$.items[*].id");
        assertThat(runs).as("runs after a double click").hasSize(1);
        assertThat(operator.page().url()).endsWith(runs.get(0));
        return runs.get(0);
    }

    @Test
    void anApproverTakesAPlanAndHandsItToAColleagueWhoDecides(Browser browser) {
        String run = scripts.waiting("web-5");
        try (Visitor approver = new Visitor(browser, port, "approver");
                Visitor colleague = new Visitor(browser, port, "approver2")) {
            approver.open("/runbooks/approvals/" + run);
            approver.sees("Nobody has taken it yet.");
            approver.button("Take it").click();
            approver.sees("You have taken it.");

            colleague.open("/runbooks/approvals");
            assertThat(colleague.page().locator("tr", new Page.LocatorOptions().setHasText("web-5")))
                    .containsText("approver");
            colleague.text("Live migration of web-5").click();
            colleague.sees("approver has taken it; you can decide all the same.");
            assertThat(colleague.button("Open it to everybody")).isVisible();
            assertThat(colleague.button("Hand it over")).hasCount(0);

            approver.page().getByLabel("Or hand it to a colleague").selectOption("approver2");
            approver.screenshot("approval-taken");
            approver.button("Hand it over").click();
            approver.sees("approver2 has taken it; you can decide all the same.");

            colleague.sees("You have taken it.");
            colleague.page().getByRole(AriaRole.BUTTON, approve()).click();
            colleague.sees("You have approved this plan");
        }
        scripts.await("completed", "operator", Scripts.RUNBOOKS + "/" + run);
    }

    @Test
    void whatStandsAgainstAStartIsSaidBeforeIt(Browser browser) {
        try (Visitor operator = new Visitor(browser, port, "operator").expectingRefusals()) {
            operator.open("/runbooks");
            operator.button("Start a runbook").first().click();
            operator.page().getByLabel("Instance").fill("own-care");
            operator.page().getByLabel("Reason, for the approver and the audit").fill("To see what is said");
            operator.button("Dry run").click();

            operator.sees("INSTANCE_OPTED_OUT", "Ask its owner to remove the label.");
            assertThat(operator.button("Start")).isDisabled();
            operator.screenshot("start-refused");

            operator.page().keyboard().press("Escape");
            assertThat(operator.page().locator("dialog")).hasCount(0);
            assertThat(operator.button("Start a runbook").first()).isFocused();
        }
    }

    @Test
    void aDecisionAboutAnOlderPlanIsRefusedAndTheDifferenceShown(Browser browser) {
        String run = scripts.waiting("web-1");
        try (Visitor approver = new Visitor(browser, port, "approver").expectingRefusals()) {
            String old = "0".repeat(64);
            approver.page().route("**" + Scripts.RUNBOOKS + "/" + run + "/events", Route::abort);
            approver.page()
                    .route(
                            "**" + Scripts.RUNBOOKS + "/" + run,
                            route -> route.fulfill(new Route.FulfillOptions()
                                    .setContentType("application/json")
                                    .setBody(scripts.get("approver", Scripts.RUNBOOKS + "/" + run)
                                            .replaceAll("\"hash\":\"[0-9a-f]+\"", "\"hash\":\"" + old + "\"")
                                            .replace("\"to\":\"node-b\"", "\"to\":\"node-old\""))),
                            new Page.RouteOptions().setTimes(1));
            approver.open("/runbooks/approvals/" + run);
            approver.page()
                    .getByRole(
                            AriaRole.BUTTON,
                            new Page.GetByRoleOptions().setName("Approve plan " + old.substring(0, 12)))
                    .click();

            approver.sees("PLAN_CHANGED", "The plan has changed since you opened it.");
            approver.sees("web-1: it was node-a to node-old, live; now it is node-a to node-b, live.");
            assertThat(approver.page().getByRole(AriaRole.BUTTON, approve())).isDisabled();
            approver.screenshot("approval-of-an-older-plan");

            approver.button("Look at the plan of now").click();
            assertThat(approver.page().getByRole(AriaRole.BUTTON, approve())).isEnabled();
        } finally {
            scripts.post("operator", Scripts.RUNBOOKS + "/" + run + "/cancel", "{}");
        }
    }

    @Test
    void whoeverMayNotIsToldWhyAndOfferedNothing(Browser browser) {
        String run = scripts.waiting("web-2");
        try (Visitor auditor = new Visitor(browser, port, "auditor")) {
            auditor.open("/runbooks/approvals/" + run);
            auditor.sees("Approvers decide about plans.");
            auditor.open("/runbooks/runs/" + run);
            auditor.sees("Awaiting approval");
            assertThat(auditor.button("Cancel")).hasCount(0);
            auditor.open("/runbooks");
            auditor.sees("Wait for an approval");
            assertThat(auditor.button("Start a runbook")).hasCount(0);
            assertThat(auditor.button("Engage the brake")).hasCount(0);
        }
        try (Visitor operator = new Visitor(browser, port, "operator")) {
            operator.open("/runbooks/runs/" + run);
            operator.button("Cancel").click();
            operator.sees("Stops what is under way for web-2");
            operator.page().getByLabel("Reason (optional)").fill("Not today");
            operator.screenshot("cancel");
            operator.button("Ask for it to be cancelled").click();
            operator.sees("Cancelled", "Not today");
        }
    }

    @Test
    void theBrakeIsEngagedWithAReasonAndReleased(Browser browser) {
        try (Visitor operator = new Visitor(browser, port, "operator2")) {
            operator.open("/runbooks");
            operator.button("Engage the brake").click();
            operator.page()
                    .getByLabel("Reason, for everybody who meets it and for the audit")
                    .fill("Storage looks wrong");
            operator.screenshot("brake");
            operator.button("Engage").click();
            operator.sees("Brake engaged", "Storage looks wrong");
            operator.button("Release the brake").click();
            operator.page()
                    .getByLabel("Reason, for everybody who meets it and for the audit")
                    .fill("It was a false alarm");
            operator.button("Release").click();
            assertThat(operator.button("Engage the brake")).isVisible();
        }
    }

    @Test
    void whoeverEngagesTheBrakeNeverReleasesItSinceSomebodyElseWasFaster(Browser browser) {
        try (Visitor operator = new Visitor(browser, port, "operator");
                Visitor other = new Visitor(browser, port, "operator2")) {
            operator.open("/runbooks");
            operator.button("Engage the brake").click();
            other.open("/runbooks");
            brake(other, "Engage", "Storage looks wrong");
            operator.sees("Brake engaged");
            operator.page()
                    .getByLabel("Reason, for everybody who meets it and for the audit")
                    .fill("It looks wrong to me too");
            operator.button("Engage").click();
            assertThat(operator.page().locator("dialog")).hasCount(0);
            other.sees("by operator2", "Storage looks wrong");
            brake(other, "Release", "It was a false alarm");
            assertThat(operator.button("Engage the brake")).isVisible();
        }
    }

    @Test
    void nothingCanBeStartedWhileTheBrakeIsEngagedAndTheDialogSaysSo(Browser browser) {
        try (Visitor operator = new Visitor(browser, port, "operator")) {
            operator.open("/runbooks");
            brake(operator, "Engage", "Look at the storage first");
            operator.button("Start a runbook").first().click();
            operator.page().getByLabel("Instance").fill("web-2");
            operator.page().getByLabel("Reason, for the approver and the audit").fill("Kernel update");
            operator.button("Dry run").click();
            operator.sees("The brake is engaged", "No runbook can be started until somebody releases it.");
            assertThat(operator.button("Start")).isDisabled();
            operator.screenshot("start-under-the-brake");
            operator.page().keyboard().press("Escape");
            brake(operator, "Release", "It is fine");
            assertThat(operator.button("Engage the brake")).isVisible();
        }
    }

    private static void brake(Visitor person, String verb, String reason) {
        person.button(verb + " the brake").click();
        person.page()
                .getByLabel("Reason, for everybody who meets it and for the audit")
                .fill(reason);
        person.button(verb).click();
        assertThat(person.page().locator("dialog")).hasCount(0);
    }

    @Test
    void cockpitsOwnPagesLeadToOurs(Browser browser) {
        String run = scripts.waiting("web-3");
        String process = JsonPath.read(scripts.get("operator", Scripts.RUNBOOKS + "/" + run), "$.process");
        String definition = repository
                .createProcessDefinitionQuery()
                .processDefinitionKey("live-migration")
                .latestVersion()
                .singleResult()
                .getId();
        try (Visitor operator = new Visitor(browser, port, "operator")) {
            operator.open("/dashboard");
            operator.sees("wait for an approval");
            operator.screenshot("dashboard");
            operator.open("/process-definition/" + definition + "/runtime");
            operator.button("Start this runbook").click();
            assertThat(operator.page().getByLabel("Runbook", new Page.GetByLabelOptions().setExact(true)))
                    .hasValue("live-migration");
            operator.screenshot("process-definition");
            operator.page().keyboard().press("Escape");
            operator.open("/process-instance/" + process + "/runtime");
            operator.page()
                    .getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Show the run of this process"))
                    .click();
            operator.sees("Live migration of web-3");
        } finally {
            scripts.post("operator", Scripts.RUNBOOKS + "/" + run + "/cancel", "{}");
        }
    }

    @Test
    void aPlanOfFiveHundredInstancesIsShownAPageAtATime(Browser browser) {
        String run = scripts.waiting("web-4");
        try (Visitor approver = new Visitor(browser, port, "approver").expectingRefusals()) {
            String plan = scripts.get("approver", Scripts.RUNBOOKS + "/" + run)
                    .replace("\"dispositions\":[]", "\"dispositions\":[" + dispositions(500) + "]");
            approver.page().route("**" + Scripts.RUNBOOKS + "/" + run + "/events", Route::abort);
            approver.page()
                    .route(
                            "**" + Scripts.RUNBOOKS + "/" + run,
                            route -> route.fulfill(new Route.FulfillOptions()
                                    .setContentType("application/json")
                                    .setBody(plan)));
            approver.open("/runbooks/approvals/" + run);
            approver.sees("What happens to 500 instances", "1 to 25 of 500");
            approver.screenshot("approval-of-500");

            approver.button("Next").click();
            approver.sees("26 to 50 of 500", "vm-49");
        } finally {
            scripts.post("operator", Scripts.RUNBOOKS + "/" + run + "/cancel", "{}");
        }
    }

    private static String dispositions(int count) {
        return IntStream.range(0, count)
                .mapToObj(number ->
                        ("{\"instance\":\"vm-%d\",\"kind\":\"rebuild\",\"destination\":\"node-b\",\"priority\":0,"
                                        + "\"wave\":%d,\"reason\":\"Its volumes are shared, and node-b has the most room left.\"}")
                                .formatted(number, 1 + number / 20))
                .collect(Collectors.joining(","));
    }

    private static Page.GetByRoleOptions approve() {
        return new Page.GetByRoleOptions().setName(Pattern.compile("Approve plan .+"));
    }
}
