// Package router matches request paths to handlers.
package router

import (
	"errors"
	"fmt"
	"net/http"
	"sort"
	"strings"
	"sync"
)

var ErrConflict = errors.New("router: conflicting route")

// Params are the named parts of a matched path.
type Params map[string]string

// Handler answers one request.
type Handler func(w http.ResponseWriter, r *http.Request, params Params) error

type node struct {
	literal  map[string]*node
	wildcard *node
	name     string
	handlers map[string]Handler
}

// Router is safe for concurrent use once all routes are added.
type Router struct {
	mu       sync.RWMutex
	root     *node
	count    int
	NotFound http.Handler
}

func newNode() *node {
	return &node{literal: make(map[string]*node), handlers: make(map[string]Handler)}
}

// New returns an empty router.
func New() *Router {
	return &Router{root: newNode(), NotFound: http.NotFoundHandler()}
}

// Handle adds a route. Parts that begin with a colon match anything.
func (r *Router) Handle(method, pattern string, handler Handler) error {
	if !strings.HasPrefix(pattern, "/") {
		return fmt.Errorf("router: pattern %q must begin with a slash", pattern)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	current := r.root
	for _, part := range strings.Split(pattern[1:], "/") {
		if name, found := strings.CutPrefix(part, ":"); found {
			if current.wildcard == nil {
				current.wildcard = newNode()
				current.wildcard.name = name
			}
			if current.wildcard.name != name {
				return fmt.Errorf("%w: %s", ErrConflict, pattern)
			}
			current = current.wildcard
			continue
		}
		next, known := current.literal[part]
		if !known {
			next = newNode()
			current.literal[part] = next
		}
		current = next
	}
	if _, taken := current.handlers[method]; taken {
		return fmt.Errorf("%w: %s %s", ErrConflict, method, pattern)
	}
	current.handlers[method] = handler
	r.count++
	return nil
}

func (r *Router) find(method, path string) (Handler, Params) {
	params := Params{}
	current := r.root
	for _, part := range strings.Split(strings.TrimPrefix(path, "/"), "/") {
		if next, known := current.literal[part]; known {
			current = next
			continue
		}
		if current.wildcard == nil {
			return nil, nil
		}
		current = current.wildcard
		params[current.name] = part
	}
	return current.handlers[method], params
}

// ServeHTTP implements http.Handler.
func (r *Router) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	r.mu.RLock()
	handler, params := r.find(req.Method, req.URL.Path)
	r.mu.RUnlock()
	if handler == nil {
		r.NotFound.ServeHTTP(w, req)
		return
	}
	if err := handler(w, req, params); err != nil {
		status := http.StatusInternalServerError
		if errors.Is(err, http.ErrMissingFile) {
			status = http.StatusNotFound
		}
		http.Error(w, err.Error(), status)
	}
}

// Methods lists what a path answers to, in order.
func (r *Router) Methods(path string) []string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	var methods []string
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodDelete} {
		if handler, _ := r.find(method, path); handler != nil {
			methods = append(methods, method)
		}
	}
	sort.Strings(methods)
	return methods
}
