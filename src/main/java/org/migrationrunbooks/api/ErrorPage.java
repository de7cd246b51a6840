package org.migrationrunbooks.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.boot.autoconfigure.web.servlet.error.BasicErrorController;
import org.springframework.boot.autoconfigure.web.servlet.error.ErrorViewResolver;
import org.springframework.boot.web.servlet.error.ErrorAttributes;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;

/** Answers as problem details what the container or a filter refused before Spring's dispatcher saw it; browsers get the page. */
@Controller
class ErrorPage extends BasicErrorController {

    ErrorPage(ErrorAttributes attributes, ServerProperties server, ObjectProvider<ErrorViewResolver> views) {
        super(attributes, server.getError(), views.orderedStream().toList());
    }

    @Override
    public ResponseEntity<Map<String, Object>> error(HttpServletRequest request) {
        HttpStatus status = getStatus(request);
        ProblemDetail problem = Problems.of(status, null);
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(Problems.members(problem));
    }
}
