package org.migrationrunbooks.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

/**
 * A call of the engine's REST API that asks for at most one page. The engine refuses queries without a bound, so that nobody loads
 * its whole history at once; a caller who names none, as Cockpit does in places, gets the largest page that it allows.
 */
final class BoundedQuery extends HttpServletRequestWrapper {

    private static final String BOUND = "maxResults";

    private final int largestPage;

    private BoundedQuery(HttpServletRequest request, int largestPage) {
        super(request);
        this.largestPage = largestPage;
    }

    /** The request itself where it names a bound. */
    static HttpServletRequest of(HttpServletRequest request, int largestPage) {
        String query = request.getQueryString();
        return query != null && query.contains(BOUND + "=") ? request : new BoundedQuery(request, largestPage);
    }

    @Override
    public String getQueryString() {
        String query = super.getQueryString();
        String bound = BOUND + "=" + largestPage;
        return query == null || query.isEmpty() ? bound : query + "&" + bound;
    }
}
